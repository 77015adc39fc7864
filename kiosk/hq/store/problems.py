"""What can be wrong with a PostgreSQL server when headquarters starts: told in one sentence that says what to do."""

from typing import Final, Literal

Code = Literal[
    "bad_url", "unreachable", "refused", "too_old", "not_utf8", "no_rights", "same_twice", "server_missing"
]

OLDEST: Final = 16
"""The oldest PostgreSQL this program was run on."""

_WORDS: Final[dict[Code, tuple[str, str]]] = {
    "bad_url": (
        "{server} 不是 PostgreSQL 地址。请写成 postgresql://用户@主机:5432/数据库。",
        "{server} is no address of PostgreSQL. Write it as postgresql://user@host:5432/database.",
    ),
    "unreachable": (
        "连不上 {server}（{detail}）。请检查主机名、端口、网络，以及 PostgreSQL 是否已启动。",
        "{server} cannot be reached ({detail}). Check host name, port and network, and that PostgreSQL runs there.",
    ),
    "refused": (
        "{server} 拒绝登录（{detail}）。请检查用户名、密码和数据库名；密码可放在 ~/.pgpass 中。",
        "{server} refuses the login ({detail}). Check user, password and database; the password may stand in ~/.pgpass.",
    ),
    "too_old": (
        "{server} 是 PostgreSQL {detail}，版本过旧。请升级到 PostgreSQL {oldest} 或更新版本。",
        "{server} runs PostgreSQL {detail}, which is too old. Upgrade it to PostgreSQL {oldest} or later.",
    ),
    "not_utf8": (
        "{server} 的数据库编码是 {detail}，存不下全部文字。请用 ENCODING 'UTF8' TEMPLATE template0 另建一个数据库。",
        "{server} is encoded in {detail}, which cannot hold every text. Make it with ENCODING 'UTF8' TEMPLATE template0.",
    ),
    "no_rights": (
        "{server} 的用户无权建表（{detail}）。请执行 GRANT CREATE ON SCHEMA public，或让该用户成为数据库所有者。",
        "The user of {server} may not make tables ({detail}). GRANT CREATE ON SCHEMA public, or make it the owner.",
    ),
    "same_twice": (
        "{server} 写了两次，或两个地址指向同一个数据库。每台服务器只写一个 --url。",
        "{server} is named twice, or two addresses lead to one database. Name each server with one --url.",
    ),
    "server_missing": (
        "有网点的数据在另一台服务器上（{detail}），启动时没有写出它。请补上它的 --url，第一个 --url 保持不变。",
        "Some branches lie on a server that was not named ({detail}). Add its --url, and leave the first one first.",
    ),
}


class ServerProblem(Exception):
    """Headquarters cannot work on a server. `code` is stable; the text says in both languages what to do."""

    def __init__(self, code: Code, server: str, detail: str = "") -> None:
        """Name the server without its password; `detail` is what it said itself."""
        self.code = code
        words = " ".join(_WORDS[code])
        super().__init__(words.format(server=server, detail=" ".join(detail.split()), oldest=OLDEST))
