"""What `kiosk restore` says when a backup is in place: what became of the database before, and what to do next."""

from collections.abc import Iterator

from kiosk.branch.upkeep.restore import Restored


def told(restored: Restored) -> Iterator[str]:
    """Yield it line by line, each in Chinese and then in English."""
    yield "备份已恢复，请启动网点服务：systemctl start kiosk-branch。"
    yield "Restored. Start the branch service again: systemctl start kiosk-branch."
    if restored.replaced is not None:
        yield f"恢复前的数据库保留在 {restored.replaced}。"
        yield f"The database from before is kept in {restored.replaced}."
    yield "密码又是备份时的；之后因担心泄露改过密码的人，请再给一个新的。"
    yield "PINs are those of the backup again. Give a new one to whoever changed theirs since, for fear it was known."
    yield "之后离职的人仍然不能登录。没有负责人能登录时，请运行 kiosk new-manager。"
    yield "Who left since stays away. Is no branch manager left who can sign in? `kiosk new-manager` lets one in."
