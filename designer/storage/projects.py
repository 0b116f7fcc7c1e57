"""Projects: a document with a revision number, its training settings, and named versions.

The revision is the only thing that browser and store argue about: a save names the revision it was made from,
and one that was made from an older revision is refused with `Conflict`.
"""

import logging
import time
import uuid
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, delete, insert, select, update

from designer.document.base import Frozen
from designer.document.model import Document
from designer.document.parse import DocumentError, parse_document
from designer.document.problem import Place, Problem
from designer.storage.database import PROJECTS, VERSIONS, Database
from designer.storage.renames import follow_renames
from designer.storage.tokens import LOCAL
from designer.training.config import RunConfig

_log = logging.getLogger(__name__)


class Project(Frozen):
    """One project as it is stored. `edited` and `created` are seconds since the epoch."""

    id: str
    name: str
    revision: int
    document: Document
    config: RunConfig | None = None
    dataset_id: str | None = None
    created: float
    edited: float


class Version(Frozen):
    """A named state of a project. `time` is in seconds since the epoch, `revision` the one that was named."""

    id: str
    name: str
    revision: int
    time: float


class UnknownProject(LookupError):
    """Raised when the owner has no project of this id. A foreign one is as unknown as a missing one."""


class UnknownVersion(UnknownProject):
    """Raised when the project has no version of this id."""


class Conflict(Exception):
    """Raised when someone else saved in between; carries what is stored now."""

    def __init__(self, revision: int, document: Document) -> None:
        """Remember the stored state."""
        super().__init__(f"The project is at revision {revision} by now.")
        self.revision = revision
        self.document = document


class ProjectStore:
    """All projects of one owner. Every statement names the owner: an id alone opens nothing."""

    def __init__(self, home: Path | Database, *, owner: str = LOCAL) -> None:
        """Use the database of a home folder, or one that is already open."""
        self.database = home if isinstance(home, Database) else Database(home)
        self._owner = owner

    def create(self, document: Document, *, dataset_id: str | None = None) -> Project:
        """Store a new project at revision 1."""
        now = time.time()
        project = Project(
            id=str(uuid.uuid4()),
            name=document.name,
            revision=1,
            document=document,
            dataset_id=dataset_id,
            created=now,
            edited=now,
        )
        row = project.model_dump(exclude={"document", "config"})
        with self.database.write() as connection:
            connection.execute(
                insert(PROJECTS).values(owner=self._owner, document=document.model_dump_json(), config=None, **row)
            )
        return project

    def get(self, project_id: str) -> Project:
        """One project.

        Raises:
            UnknownProject: when there is no such project.
            DocumentError: when this version cannot open it; the problem's place is the project's name.
        """
        with self.database.read() as connection:
            return _as_project(self._row(connection, project_id))

    def list(self) -> tuple[Project, ...]:
        """All projects that this version can open, the one edited last first."""
        return self.overview()[0]

    def overview(self) -> tuple[tuple[Project, ...], tuple[Problem, ...]]:
        """The list, and a problem for each project that is missing in it; its place is the project's name.

        One that this version cannot open, such as one that a newer Layerloom saved, stays as it is and must not hide
        the others.
        """
        statement = select(PROJECTS).where(PROJECTS.c.owner == self._owner).order_by(PROJECTS.c.edited.desc())
        with self.database.read() as connection:
            rows = connection.execute(statement).all()
        found, left_out = [], []
        for row in rows:
            try:
                found.append(_as_project(row))
            except DocumentError as error:
                _log.warning("Project %s is left out of the list: %s", row.id, error)
                left_out.append(error.problem)
        return tuple(found), tuple(left_out)

    def save(self, project_id: str, base_revision: int, document: Document) -> int:
        """Store a document that was made from `base_revision`; returns the new revision.

        The training settings follow inputs and outputs that were renamed.

        Raises:
            Conflict: when the stored revision is another one; nothing is changed then.
            UnknownProject: when there is no such project.
        """
        with self.database.write() as connection:
            row = self._row(connection, project_id)
            if row.revision != base_revision:
                raise Conflict(row.revision, _as_document(row.document))
            self._store(connection, project_id, base_revision + 1, document)
            self._follow_renames(connection, row, document)
        return base_revision + 1

    def save_settings(self, project_id: str, config: RunConfig | None = None, dataset_id: str | None = None) -> None:
        """Store training settings and the chosen dataset; the revision, which counts documents, stays."""
        values = {"config": config.model_dump_json() if config else None, "dataset_id": dataset_id}
        self._change(project_id, **values)

    def rename(self, project_id: str, name: str) -> int:
        """Rename the project, which is a change of its document; returns the new revision."""
        with self.database.write() as connection:
            row = self._row(connection, project_id)
            document = _as_document(row.document).model_copy(update={"name": name})
            self._store(connection, project_id, row.revision + 1, document)
            return int(row.revision) + 1

    def delete(self, project_id: str) -> None:
        """Remove a project and its versions; runs and datasets stay."""
        with self.database.write() as connection:
            self._row(connection, project_id)
            connection.execute(delete(PROJECTS).where(*self._is(project_id)))

    def add_version(self, project_id: str, name: str) -> Version:
        """Name the state as it is stored now."""
        with self.database.write() as connection:
            row = self._row(connection, project_id)
            version = Version(id=str(uuid.uuid4()), name=name, revision=row.revision, time=time.time())
            connection.execute(
                insert(VERSIONS).values(
                    owner=self._owner, project=project_id, document=row.document, **version.model_dump()
                )
            )
        return version

    def versions(self, project_id: str) -> tuple[Version, ...]:
        """The project's versions, newest first."""
        statement = (
            select(VERSIONS)
            .where(VERSIONS.c.project == project_id, VERSIONS.c.owner == self._owner)
            .order_by(VERSIONS.c.time.desc())
        )
        with self.database.read() as connection:
            self._row(connection, project_id)
            return tuple(
                Version(id=row.id, name=row.name, revision=row.revision, time=row.time)
                for row in connection.execute(statement)
            )

    def restore(self, project_id: str, version_id: str, *, base_revision: int | None = None) -> Project:
        """Make a version the current state, as a new revision. Raises as `save` does, and `UnknownVersion`."""
        with self.database.write() as connection:
            row = self._row(connection, project_id)
            if base_revision is not None and row.revision != base_revision:
                raise Conflict(row.revision, _as_document(row.document))
            document = _as_document(self._version_text(connection, project_id, version_id))
            self._store(connection, project_id, row.revision + 1, document)
            return _as_project(self._row(connection, project_id))

    def _is(self, project_id: str) -> tuple[Any, Any]:
        return PROJECTS.c.id == project_id, PROJECTS.c.owner == self._owner

    def _row(self, connection: Connection, project_id: str) -> Row[Any]:
        row = connection.execute(select(PROJECTS).where(*self._is(project_id))).one_or_none()
        if row is None:
            raise UnknownProject(project_id)
        return row

    def _version_text(self, connection: Connection, project_id: str, version_id: str) -> str:
        statement = select(VERSIONS.c.document).where(
            VERSIONS.c.id == version_id, VERSIONS.c.project == project_id, VERSIONS.c.owner == self._owner
        )
        text = connection.execute(statement).scalar_one_or_none()
        if text is None:
            raise UnknownVersion(version_id)
        return str(text)

    def _store(self, connection: Connection, project_id: str, revision: int, document: Document) -> None:
        connection.execute(
            update(PROJECTS)
            .where(*self._is(project_id))
            .values(revision=revision, name=document.name, document=document.model_dump_json(), edited=time.time())
        )

    def _follow_renames(self, connection: Connection, row: Row[Any], document: Document) -> None:
        config = _as_config(row.config)
        if config is None:
            return
        followed = follow_renames(config, _as_document(row.document), document)
        if followed is not config:
            values = {"config": followed.model_dump_json()}
            connection.execute(update(PROJECTS).where(*self._is(row.id)).values(**values))

    def _change(self, project_id: str, **values: Any) -> None:
        with self.database.write() as connection:
            self._row(connection, project_id)
            connection.execute(update(PROJECTS).where(*self._is(project_id)).values(edited=time.time(), **values))


def _as_document(text: str) -> Document:
    """A stored document. We wrote it, so the strict reader, six times slower, is only for older versions."""
    try:
        return Document.model_validate_json(text)
    except ValidationError:
        return parse_document(text)


def _as_config(text: str | None) -> RunConfig | None:
    """Stored settings; ones that this version no longer understands are proposed anew rather than refused."""
    if text is None:
        return None
    try:
        return RunConfig.model_validate_json(text)
    except ValidationError:
        return None


def _as_project(row: Row[Any]) -> Project:
    try:
        document = _as_document(row.document)
    except DocumentError as error:
        where = Place(name=row.name)
        raise DocumentError(error.problem.model_copy(update={"where": where})) from error
    return Project(
        id=row.id,
        name=row.name,
        revision=row.revision,
        document=document,
        config=_as_config(row.config),
        dataset_id=row.dataset_id,
        created=row.created,
        edited=row.edited,
    )
