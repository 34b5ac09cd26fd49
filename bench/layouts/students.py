"""A class of sixty, and what each of them hands in: programs of the zoo of ``udp-time``, under names of every script.

Owns the names, the mix, and what a submission is made of. May not know any platform.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import reference
import suites.udp_time

PROGRAM = "udp-time"
ZOO = Path(suites.udp_time.__file__).parent
# file names that say nothing, something else, or are hard on whoever reads them
_WRONG = ("homework final (1).py", "Untitled.py", "ipc_server.py", "-x.py", "úloha č. 3.py", "server.py.txt.py")
_FIRST_TRIES = ("crash_at_start", "utc", "syntax_error", "mute")
_NAMES = """\
Ada Lovelace|Grace Hopper|Jan Novák|Jana Nováková|Šárka Dvořáková|Žofie Říhová|Jiří Černý|Zoë Müller
José García Márquez|Siobhán O'Connor|Bjørn Åkesson|Łukasz Wiśniewski|Nguyễn Thị Ánh|Mustafa Öztürk
Ján Ľupták|Əli Məmmədov|小明 王|伟 張|花子 山田|太郎 鈴木|민준 김|서연 이|Иван Петров|Ольга Шевченко
Γιώργος Παπαδόπουλος|محمد علي|فاطمة الزهراء|דוד כהן|अमित शर्मा|தமிழ் செல்வன்|สมชาย ใจดี
გიორგი ბერიძე|Արամ Սարգսյան|አበበ በቀለ|Zoe\u0308 Mu\u0308ller-Lu\u0308denscheidt|Anne-Marie d'Arc
X Æ A-12|Jean-Luc 3|O Late|Robert Drop-Tables|Eve <script>|Mallory \u202egnp.exe|Emoji 🦀
Long {long}|Dot. Ted.|Percent %41|Ampersand & Sons|Comma Jr|Semi;Colon|Quote "Q" Uote|Equals =1+1
At @sum|Plus +1|Tab Less|Tim Berners-Lee|Alan Turing|Edsger Dijkstra|Barbara Liskov|Radia Perlman
Jan Novák"""


@dataclass(frozen=True)
class Work:
    """One submission: its files by their names, one or several."""

    files: dict[str, bytes]

    @property
    def packed(self) -> tuple[str, bytes]:
        """As one file: the one there is, or a zip."""
        if len(self.files) == 1:
            return next(iter(self.files.items()))
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, content in self.files.items():
                archive.writestr(name, content)
        return "submission.zip", made.getvalue()


@dataclass(frozen=True)
class Student:
    """Somebody of the class; ``works`` from the oldest to the latest, none from who hands in nothing."""

    number: int
    first: str
    last: str
    works: tuple[Work, ...]
    late: bool

    @property
    def name(self) -> str:
        """As it is said."""
        return f"{self.first} {self.last}".strip()

    @property
    def shared(self) -> bool:
        """Whether another student has that name too."""
        return _names().count(self.name) > 1

    @property
    def sortable(self) -> str:
        """As it is sorted."""
        return f"{self.last}, {self.first}" if self.last else self.first

    @property
    def login(self) -> str:
        """What a machine calls them."""
        return f"u{self.number:04}"

    @property
    def email(self) -> str:
        """An address that is nobody's."""
        return f"{self.login}@students.example"


def _names() -> list[str]:
    """Sixty; the last has the name of another."""
    return [each.format(long="L" * 60) for line in _NAMES.splitlines() for each in line.split("|")]


def the_class(count: int) -> tuple[Student, ...]:
    """So many students, sixty at most, and two more who hand in nothing."""
    works = [*_works()]
    handed = [
        Student(
            number=1000 + at,
            first=name.partition(" ")[0],
            last=name.partition(" ")[2],
            works=_tries(at, works[at % len(works)]),
            late=at % 9 == 0,
        )
        for at, name in enumerate(_names()[:count])
    ]
    absent = [Student(number=2000, first="Absent", last="Minded", works=(), late=False)]
    return (*handed, *absent, Student(number=2001, first="لم", last="يسلم", works=(), late=False))


def _works() -> Iterator[Work]:
    """Right and wrong ones, by turns; a sixth under a wrong name, and a few that nobody can grade."""
    right = [reference_file(), *map(_of, sorted((ZOO / "known_good").iterdir()))]
    wrong = [_of(path) for path in sorted((ZOO / "known_bad").glob("*.py"))]
    unusable = [
        Work({"essay.py": b"print('Time is an illusion.')\n"}),
        Work({"broken.zip": b"PK\x03\x04 and no more"}),
        Work({"notes.txt": b"I did not get to it."}),
    ]
    works = [each for pair in zip(wrong, right * 4, strict=False) for each in pair]
    works[7::20] = unusable + works[7::20][len(unusable) :]
    for at, work in enumerate(works):
        single = len(work.files) == 1 and work not in unusable
        yield Work({_WRONG[at // 6 % len(_WRONG)]: next(iter(work.files.values()))}) if single and at % 6 == 0 else work


def reference_file() -> Work:
    """The reference as a submission."""
    return _of(Path(reference.__file__).parent / "udp_time.py")


def _of(path: Path) -> Work:
    if path.is_file():
        return Work({"time_server.py": path.read_bytes()})
    return Work({each.name: each.read_bytes() for each in sorted(path.iterdir()) if each.is_file()})


def _tries(at: int, work: Work) -> tuple[Work, ...]:
    """Every fifth tried before: once, or twice, under the same name."""
    if at % 5:
        return (work,)
    name = next(iter(work.files)) if len(work.files) == 1 else "time_server.py"
    tries = [_FIRST_TRIES[(at + number) % len(_FIRST_TRIES)] for number in range(1 + at % 2)]
    return (*(Work({name: (ZOO / "known_bad" / f"{each}.py").read_bytes()}) for each in tries), work)
