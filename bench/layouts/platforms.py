"""The same class as each platform hands it out (FORMATS, *Submission collections*), and the platforms' own tables.

Owns the layouts. May not know what is handed in. Every layout says under which number or name its students come back.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from students import Student, Work

Known = dict[str, int]
"""A student's number here, by the platform's number, login or name."""


def plain_folders(students: Iterable[Student], place: Path) -> Known:
    """A folder a student, by name or, where that is not enough, by number; several attempts are folders in it."""
    for student in students:
        for number, work in enumerate(student.works, start=1):
            inside = f"attempt-{number}" if len(student.works) > 1 else ""
            _put(place / _called(student) / inside, work.files)
    return {_called(student): student.number for student in students}


def plain_files(students: Iterable[Student], place: Path) -> Known:
    """A file or an archive a student; several attempts are numbered."""
    for student in students:
        for number, work in enumerate(student.works, start=1):
            name, content = work.packed
            suffix = "".join(Path(name).suffixes[-1:])
            again = f" attempt {number}" if len(student.works) > 1 else ""
            _put(place, {f"{_called(student)}{again}{suffix}": content})
    return {_called(student): student.number for student in students}


def _called(student: Student) -> str:
    return str(student.number) if student.shared else student.name


def canvas(students: Iterable[Student], place: Path) -> Known:
    """``name_LATE_user_submission_file``; what is handed in again is called ``file-1``."""
    for student in students:
        name = "".join(char for char in student.sortable.lower() if char.isalnum())
        late = "_LATE" if student.late else ""
        for number, work in enumerate(student.works):
            file, content = work.packed
            stem, dot, suffix = file.rpartition(".")
            again = f"-{number}" if number else ""
            upload = 90000 + 10 * student.number + number
            _put(place, {f"{name}{late}_{student.number}_{upload}_{stem}{again}{dot}{suffix}": content})
    return {str(student.number): student.number for student in students}


def moodle(students: Iterable[Student], place: Path) -> Known:
    """A folder a student, with the latest attempt alone."""
    for student in students:
        for work in student.works[-1:]:
            _put(place / f"{student.name}_{student.number}_assignsubmission_file_", work.files)
    return {str(student.number): student.number for student in students}


def gradescope(students: Iterable[Student], place: Path) -> Known:
    """A folder a submission, and one file of metadata about all of them."""
    lines = ["---"]
    for student in students:
        for number, work in enumerate(student.works):
            folder = f"submission_{10 * student.number + number}"
            _put(place / folder, work.files)
            name, sid, mail = map(_quoted, (student.name, str(student.number), student.email))
            lines += [f"{folder}:", "  :submitters:", f"  - :name: {name}", f"    :sid: {sid}", f"    :email: {mail}"]
            lines += [f"  :created_at: 2026-10-0{number + 1} 12:00:00.000000000 Z", "  :score: 0.0"]
    _put(place, {"submission_metadata.yml": "\n".join([*lines, ""]).encode()})
    return {str(student.number): student.number for student in students}


def github(students: Iterable[Student], place: Path) -> Known:
    """A clone a student, with its ``.git``; the latest commit alone is there."""
    for student in students:
        for work in student.works[-1:]:
            files = {**work.files, "README.md": b"# hw1\n", ".gitignore": b"*.pyc\n"}
            _put(place / f"hw1-{student.login}", files)
            _put(place / f"hw1-{student.login}" / ".git", {"HEAD": b"ref: refs/heads/main\n"})
    return {student.login: student.number for student in students}


FOLDERS: dict[str, Callable[[Iterable[Student], Path], Known]] = {
    "folders": plain_folders,
    "files": plain_files,
    "canvas": canvas,
    "moodle": moodle,
    "gradescope": gradescope,
    "github": github,
}
ZIPPED = ("canvas", "moodle")


def laid_out(layout: str, students: tuple[Student, ...], place: Path) -> tuple[Path, Known]:
    """The class in ``layout``, or in a zip of it (``canvas.zip``), below ``place``; its path, and who is who."""
    name, dot, _ = layout.partition(".zip")
    folder = place / f"hw1-{name}"
    known = FOLDERS[name](students, folder)
    _put(folder, {".DS_Store": b"\0\0\0\1Bud1", "Thumbs.db": b"\xd0\xcf"})
    return (_zipped(folder) if dot else folder), known


def roster(layout: str, students: Iterable[Student]) -> bytes:
    """Everybody, by name and the platform's number, or as GitHub Classroom writes it."""
    if layout == "github":
        head = ("identifier", "github_username", "github_id", "name")
        return _table([head, *((each.name, each.login, str(each.number), "") for each in students)])
    return _table([("name", "id", "email"), *((each.name, str(each.number), each.email) for each in students)])


def canvas_gradebook(students: Iterable[Student], title: str) -> bytes:
    """The gradebook that Canvas exports, with a column for the assignment."""
    head = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", f"{title} (77)", "Final Score")
    lines = [(each.sortable, str(each.number), "", each.login, "L1", "", "88") for each in students]
    return _table([head, ("    Points Possible", "", "", "", "", "10", ""), *lines, ("Student, Test", "9", *[""] * 5)])


def moodle_worksheet(students: Iterable[Student]) -> bytes:
    """The grading worksheet that Moodle lets teachers download."""
    head = ("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade", "Grade can be changed")
    more = ("Last modified (submission)", "Last modified (grade)", "Feedback comments")
    lines = [
        (f"Participant {each.number}", each.name, each.email, "Submitted", "", "100.00", "Yes", "-", "-", "")
        for each in students
    ]
    return _table([(*head, *more), *lines])


def _table(lines: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()


def _quoted(text: str) -> str:
    """A scalar of YAML, which a string of JSON is too."""
    return json.dumps(text)


def _put(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _zipped(folder: Path) -> Path:
    path = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(folder.rglob("*")):
            archive.write(each, each.relative_to(folder))
    return path


__all__ = ["FOLDERS", "ZIPPED", "Known", "Work", "canvas_gradebook", "laid_out", "moodle_worksheet", "roster"]
