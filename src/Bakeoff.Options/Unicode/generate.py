"""Writes canonical.txt: canonical decompositions and combining classes of Unicode, as Python's unicodedata has them."""
import sys
import unicodedata

with open("canonical.txt", "w", encoding="ascii", newline="\n") as file:
    file.write(f"# Unicode {unicodedata.unidata_version}; letter=its canonical decomposition, * where it is not composed again; letter:combining class\n")
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        if 0xAC00 <= code <= 0xD7A3:
            continue  # Hangul syllables follow by arithmetic.
        parts = unicodedata.decomposition(letter)
        if parts and not parts.startswith("<"):
            mark = "" if unicodedata.normalize("NFC", letter) == letter else "*"
            file.write(f"{code:X}={parts.replace(' ', '+')}{mark}\n")
        if unicodedata.combining(letter):
            file.write(f"{code:X}:{unicodedata.combining(letter)}\n")
