"""A site.toml to begin with: every key explained, and good as it stands but for the names."""

from typing import Final

EXAMPLE: Final = """\
# site.toml：放在 U 盘上，一份文件设置一家网点的全部机器。 One file on a stick sets up every machine of a branch.
# 在每台机器上运行 On each machine run: kiosk provision --from site.toml
# 网点机先运行一次，启动服务，再运行一次；U 盘上便有其余机器的邀请（十分钟内有效），再到各机器上运行。
# First the branch machine; start its service and run it again: then the stick has invitations for the others, good for ten
# minutes. 随时可以再运行，已经做好的不会再动。 Run it as often as you like: what is done is not done again.

[branch]
code = "0312"                       # 网点代码，启用后不能改 The branch's code, which stays for good
bank = { zh = "示例银行", en = "Example Bank" }
name = { zh = "人民路支行", en = "Renmin Road Branch" }
hours = { saturday = "closed", sunday = "closed" }   # 不写的日子照出厂 Days left out are as shipped
manager = "1001"                    # 首位负责人工号，临时密码只显示一次 First manager; a temporary PIN is shown once
# services = ["deposit", "withdrawal", "enquiry"]    # 只办这些业务；不写则全部 Offer these alone; left out: all

# [headquarters]
# voucher = "0312.kiosk-voucher"    # U 盘上的接入凭证 The voucher's file on the stick
# confirm = "later"                 # 事后有人核对六个词；或写 words = "…" Somebody compares six words later, or words = "…"

[[machine]]
name = "front"                      # 机器与屏的名称 Name of the machine and its screen
hostname = "front-pc"               # 认机器：hostname、mac、serial，写了的都要符合 Known by these, all that are named
roles = ["branch", "entrance"]
[machine.screen]                    # 以下同 kiosk.toml 各节 From here as in kiosk.toml: kiosk config example
bottom_mm = 850
full_screen = true
[machine.printer]
kind = "network"
host = "192.168.1.50"

[[machine]]
name = "hall"
mac = "02:00:00:00:00:01"
roles = ["hall"]
[machine.hall]
diagonal_in = 55.0

[[machine]]
name = "way-out"
serial = "SN-0007"
roles = ["exit"]
"""
