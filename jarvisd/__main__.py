"""python -m jarvisd is the command jarvisd."""

from jarvisd.cli import main

main()
