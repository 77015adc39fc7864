<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="zh_CN">
<context>
    <name>Band</name>
    <message>
        <source>演示</source>
        <translation>Demonstration</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>重新开始</source>
        <translation>Start over</translation>
    </message>
    <message>
        <source>呼叫人工</source>
        <translation>Call staff</translation>
    </message>
    <message>
        <source>小</source>
        <translation>small</translation>
    </message>
    <message>
        <source>标准</source>
        <translation>standard</translation>
    </message>
    <message>
        <source>大</source>
        <translation>large</translation>
    </message>
    <message>
        <source>特大</source>
        <translation>extra large</translation>
    </message>
    <message>
        <source>黑底白字</source>
        <translation>white on black</translation>
    </message>
    <message>
        <source>白底黑字</source>
        <translation>black on white</translation>
    </message>
    <message>
        <source>柔和</source>
        <translation>soft</translation>
    </message>
    <message>
        <source>大字</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>大字，现在：%1</source>
        <translation>Text size, now: %1</translation>
    </message>
    <message>
        <source>对比</source>
        <translation>Contrast</translation>
    </message>
    <message>
        <source>对比，现在：%1</source>
        <translation>Contrast, now: %1</translation>
    </message>
    <message>
        <source>按钮升高</source>
        <translation>Raise</translation>
    </message>
    <message>
        <source>按钮放低</source>
        <translation>Lower</translation>
    </message>
    <message>
        <source>按钮放低，坐着也够得着</source>
        <translation>Lower the buttons, to reach them sitting</translation>
    </message>
</context>
<context>
    <name>CareBar</name>
    <message>
        <source>已记下，我们会优先照顾您</source>
        <translation>Noted. We will look after you first.</translation>
    </message>
    <message>
        <source>需要我们多照顾一些？点一下就行，不用证明</source>
        <translation>Need more care? Just tap, no proof needed.</translation>
    </message>
    <message>
        <source>老年人</source>
        <translation>Senior</translation>
    </message>
    <message>
        <source>残障人士</source>
        <translation>Disability</translation>
    </message>
    <message>
        <source>孕妇</source>
        <translation>Pregnant</translation>
    </message>
</context>
<context>
    <name>CategoryPage</name>
    <message>
        <source>点一下您要办的业务，就能取号</source>
        <translation>Tap what you came for to get a number</translation>
    </message>
    <message>
        <source>请问您要办什么？</source>
        <translation>What can we do for you?</translation>
    </message>
    <message>
        <source>输拼音首字母，比如 HK 就是汇款</source>
        <translation>Key in a word, such as CARD or SEND</translation>
    </message>
    <message>
        <source>拼音查找</source>
        <translation>Search</translation>
    </message>
</context>
<context>
    <name>ConfirmPage</name>
    <message>
        <source>有不对的，点“返回”改一改</source>
        <translation>Something wrong? Tap Back to change it</translation>
    </message>
    <message>
        <source>看一看，对不对？</source>
        <translation>Is this right?</translation>
    </message>
    <message>
        <source>要带的东西都齐了</source>
        <translation>You have everything you need</translation>
    </message>
    <message>
        <source>办理步骤</source>
        <translation>What happens</translation>
    </message>
    <message>
        <source>取号</source>
        <translation>Take a number</translation>
    </message>
    <message numerus="yes">
        <source>等 %n 样</source>
        <comment>things still missing, after the names of three</comment>
        <translation>
            <numerusform> (%n thing in all)</numerusform>
            <numerusform> (%n things in all)</numerusform>
        </translation>
    </message>
    <message>
        <source>还差：%1%2。先取号也行，工作人员会帮您想办法。</source>
        <translation>Still missing: %1%2. Take a number anyway; our staff will help you find a way.</translation>
    </message>
    <message numerus="yes">
        <source>还差 %n 样，先取号也行</source>
        <comment>things still missing</comment>
        <translation>
            <numerusform>Still missing: %n thing. You can take a number anyway</numerusform>
            <numerusform>Still missing: %n things. You can take a number anyway</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Dates</name>
    <message>
        <source>星期一</source>
        <translation>Monday</translation>
    </message>
    <message>
        <source>星期二</source>
        <translation>Tuesday</translation>
    </message>
    <message>
        <source>星期三</source>
        <translation>Wednesday</translation>
    </message>
    <message>
        <source>星期四</source>
        <translation>Thursday</translation>
    </message>
    <message>
        <source>星期五</source>
        <translation>Friday</translation>
    </message>
    <message>
        <source>星期六</source>
        <translation>Saturday</translation>
    </message>
    <message>
        <source>星期日</source>
        <translation>Sunday</translation>
    </message>
    <message>
        <source>1月</source>
        <translation>January</translation>
    </message>
    <message>
        <source>2月</source>
        <translation>February</translation>
    </message>
    <message>
        <source>3月</source>
        <translation>March</translation>
    </message>
    <message>
        <source>4月</source>
        <translation>April</translation>
    </message>
    <message>
        <source>5月</source>
        <translation>May</translation>
    </message>
    <message>
        <source>6月</source>
        <translation>June</translation>
    </message>
    <message>
        <source>7月</source>
        <translation>July</translation>
    </message>
    <message>
        <source>8月</source>
        <translation>August</translation>
    </message>
    <message>
        <source>9月</source>
        <translation>September</translation>
    </message>
    <message>
        <source>10月</source>
        <translation>October</translation>
    </message>
    <message>
        <source>11月</source>
        <translation>November</translation>
    </message>
    <message>
        <source>12月</source>
        <translation>December</translation>
    </message>
    <message>
        <source>%1%2日 %3</source>
        <translation>%3, %1 %2</translation>
    </message>
    <message>
        <source>今天</source>
        <translation>today</translation>
    </message>
    <message>
        <source>明天</source>
        <translation>tomorrow</translation>
    </message>
    <message>
        <source>早上好，欢迎光临</source>
        <translation>Good morning and welcome</translation>
    </message>
    <message>
        <source>中午好，欢迎光临</source>
        <translation>Good day and welcome</translation>
    </message>
    <message>
        <source>下午好，欢迎光临</source>
        <translation>Good afternoon and welcome</translation>
    </message>
    <message>
        <source>晚上好，欢迎光临</source>
        <translation>Good evening and welcome</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>上次没有查成。</source>
        <translation>The last look came to nothing.</translation>
    </message>
    <message>
        <source>正在查……</source>
        <translation>Looking…</translation>
    </message>
    <message>
        <source>刚才查的</source>
        <translation>Looked at just now</translation>
    </message>
    <message>
        <source>%1 分钟前查的</source>
        <translation>Looked at %1 min ago</translation>
    </message>
    <message>
        <source>另有 %1 项正常。%2</source>
        <translation>%1 other things are good. %2</translation>
    </message>
    <message>
        <source>查了 %1 项：设置、打印机、磁盘、时间、数据库、备份、总行。</source>
        <translation>%1 things were looked at: settings, printer, disk, time, database, backup, headquarters.</translation>
    </message>
    <message>
        <source>网点服务没有查成，请看“检查”。</source>
        <translation>The branch service could not look. See Checks.</translation>
    </message>
    <message>
        <source>一切正常</source>
        <translation>All is well</translation>
    </message>
    <message>
        <source>还没有结果</source>
        <translation>Nothing is known yet</translation>
    </message>
    <message>
        <source>再查一次</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>一般几秒，机器忙时一两分钟；客户照常取号。</source>
        <translation>Some seconds; a minute or two on a busy machine. Customers go on taking numbers.</translation>
    </message>
</context>
<context>
    <name>Door</name>
    <message>
        <source>工号或密码不对，请重新输入密码。</source>
        <translation>Wrong badge number or PIN. Enter the PIN again.</translation>
    </message>
    <message>
        <source>试得太多，请等 %1 秒再试。</source>
        <translation>Too many tries. Wait %1 seconds.</translation>
    </message>
    <message>
        <source>这个工号已锁定，请找网点负责人重设密码。</source>
        <translation>This badge is locked. Ask the branch manager for a new PIN.</translation>
    </message>
    <message>
        <source>这个工号不能维护设备：只有技术员和网点负责人可以。</source>
        <translation>This badge may not maintain devices: only technicians and branch managers may.</translation>
    </message>
    <message>
        <source>这是临时密码，请先在工作人员页面上设好自己的密码。</source>
        <translation>This is a temporary PIN. Set your own on the staff pages first.</translation>
    </message>
    <message>
        <source>登录已结束，请重新登录。</source>
        <translation>You were signed out. Sign in again.</translation>
    </message>
    <message>
        <source>网点服务没有应答，请再试一次。</source>
        <translation>The branch service does not answer. Try again.</translation>
    </message>
    <message>
        <source>暂时不能登录（%1）。</source>
        <translation>Nobody can sign in at the moment (%1).</translation>
    </message>
    <message>
        <source>请输入密码</source>
        <translation>Enter your PIN</translation>
    </message>
    <message>
        <source>请输入工号</source>
        <translation>Enter your badge number</translation>
    </message>
    <message>
        <source>仅供技术员和网点负责人使用。
办业务的客户请按“结束维护”。</source>
        <translation>For technicians and branch managers only.
Customers, please press Close.</translation>
    </message>
    <message numerus="yes">
        <source>密码，已输入 %n 位</source>
        <translation>
            <numerusform>PIN, %n digit entered</numerusform>
            <numerusform>PIN, %n digits entered</numerusform>
        </translation>
    </message>
    <message>
        <source>工号 %1</source>
        <translation>Badge %1</translation>
    </message>
    <message>
        <source>正在核对……</source>
        <translation>Checking…</translation>
    </message>
</context>
<context>
    <name>DoorsPage</name>
    <message>
        <source>%1 %2 开始取号。</source>
        <translation>You can take a number from %2 %1. </translation>
    </message>
    <message>
        <source>请先坐一坐；需要帮忙，点“呼叫人工”。</source>
        <translation>Please take a seat. If you need help, tap Call staff.</translation>
    </message>
    <message>
        <source>已经取了号的客户请继续等候叫号。</source>
        <translation>If you have a number, please keep waiting to be called. </translation>
    </message>
    <message>
        <source>有急事，点“呼叫人工”。</source>
        <translation>If it is urgent, tap Call staff.</translation>
    </message>
    <message>
        <source>取款、转账可以用自助服务区的机器。有急事，点“呼叫人工”。</source>
        <translation>For cash and transfers, please use the self-service machines. If it is urgent, tap Call staff.</translation>
    </message>
    <message>
        <source>还没到取号时间</source>
        <translation>We are not open yet</translation>
    </message>
    <message>
        <source>今天休息</source>
        <translation>We are closed today</translation>
    </message>
    <message>
        <source>今天已经停止取号</source>
        <translation>No more numbers today</translation>
    </message>
    <message>
        <source>今天的营业结束了</source>
        <translation>We have closed for today</translation>
    </message>
</context>
<context>
    <name>First</name>
    <message>
        <source>先做：%1</source>
        <translation>Do first: %1</translation>
    </message>
    <message>
        <source>网点的机器</source>
        <translation>The branch&apos;s machine</translation>
    </message>
    <message>
        <source>一切正常</source>
        <translation>All is well</translation>
    </message>
    <message>
        <source>正在查……</source>
        <translation>Looking…</translation>
    </message>
    <message>
        <source>还没有结果</source>
        <translation>Nothing is known yet</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>大字</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>对比</source>
        <translation>Contrast</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>结束维护</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>GuideButton</name>
    <message>
        <source>打印清单</source>
        <translation>Print the list</translation>
    </message>
    <message>
        <source>还没有回应，正在继续</source>
        <translation>No reply yet, still trying</translation>
    </message>
    <message>
        <source>请稍等……</source>
        <translation>One moment…</translation>
    </message>
    <message>
        <source>正在打印……</source>
        <translation>Printing…</translation>
    </message>
    <message>
        <source>打印好了，请拿好</source>
        <translation>Printed, please take it</translation>
    </message>
    <message>
        <source>已存成图片</source>
        <translation>Saved as a picture</translation>
    </message>
    <message>
        <source>没拿到？再打一次</source>
        <translation>Nothing came out? Print again</translation>
    </message>
    <message>
        <source>没打出来，请找工作人员</source>
        <translation>Not printed, ask staff</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>检查</source>
        <translation>Checks</translation>
    </message>
    <message>
        <source>网络、总行、磁盘、时钟</source>
        <translation>Network, HQ, disk, clock</translation>
    </message>
    <message>
        <source>打印机</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>打印测试、换纸</source>
        <translation>Test slip, new paper</translation>
    </message>
    <message>
        <source>声音</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>放一段提示音</source>
        <translation>Play a tone</translation>
    </message>
    <message>
        <source>触摸</source>
        <translation>Touch</translation>
    </message>
    <message>
        <source>划过每一格</source>
        <translation>Wipe every cell</translation>
    </message>
    <message>
        <source>尺寸</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>用尺子量一条线</source>
        <translation>Hold a ruler to a line</translation>
    </message>
    <message>
        <source>版本</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>程序、目录、系统</source>
        <translation>Program, catalogue, system</translation>
    </message>
    <message>
        <source>重启和退出</source>
        <translation>Restart and leave</translation>
    </message>
</context>
<context>
    <name>IdleNotice</name>
    <message>
        <source>您还在吗？</source>
        <translation>Are you still there?</translation>
    </message>
    <message numerus="yes">
        <source>为保护您的隐私，%n 秒后将回到首页</source>
        <translation>
            <numerusform>To protect your privacy, this screen starts over in %n second</numerusform>
            <numerusform>To protect your privacy, this screen starts over in %n seconds</numerusform>
        </translation>
    </message>
    <message>
        <source>我还在，继续办理</source>
        <translation>Yes, carry on</translation>
    </message>
    <message>
        <source>不办了，回到首页</source>
        <translation>No, go to the first screen</translation>
    </message>
    <message>
        <source>我还在，再看看</source>
        <translation>Yes, I am still here</translation>
    </message>
    <message>
        <source>好了，我记下号码了</source>
        <translation>Done, I have my number</translation>
    </message>
</context>
<context>
    <name>KeyPage</name>
    <message>
        <source>小票上号码下面的四位数字</source>
        <translation>The four digits below your number on the slip</translation>
    </message>
    <message>
        <source>请输入校验码</source>
        <translation>Please key in your check code</translation>
    </message>
    <message>
        <source>也可以按号码：小票上最大的字</source>
        <translation>Or key in your number, the largest print on the slip</translation>
    </message>
    <message>
        <source>办得怎么样？请扫小票上的二维码</source>
        <translation>How did it go? Please scan the QR code on your slip</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>LetterPad</name>
    <message>
        <source>删除</source>
        <translation>Delete</translation>
    </message>
</context>
<context>
    <name>MachineCard</name>
    <message>
        <source>也可以在自助机上办</source>
        <translation>A machine can do this too</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>取号机</source>
        <translation>Ticket kiosk</translation>
    </message>
    <message>
        <source>不等了，回到首页</source>
        <translation>Stop waiting and start over</translation>
    </message>
    <message>
        <source>请稍等</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>还在取号</source>
        <translation>Still getting your number</translation>
    </message>
    <message>
        <source>正在为您取号……</source>
        <translation>Getting your number…</translation>
    </message>
    <message>
        <source>正在准备……</source>
        <translation>Getting ready…</translation>
    </message>
    <message>
        <source>这台机器暂时取不了号</source>
        <translation>No numbers here for the moment</translation>
    </message>
    <message>
        <source>评价机</source>
        <translation>Feedback kiosk</translation>
    </message>
    <message>
        <source>系统暂时没有回应，正在继续尝试。您可以再等一等，也可以告诉工作人员。</source>
        <translation>The system is not answering yet and we are still trying. You can wait, or tell our staff.</translation>
    </message>
    <message>
        <source>正在查找……</source>
        <translation>Looking it up…</translation>
    </message>
    <message>
        <source>正在提交……</source>
        <translation>Sending…</translation>
    </message>
    <message>
        <source>您的意见已收到，我们会认真对待。
请带好随身物品，慢走。</source>
        <translation>We have your opinion and take it to heart.
Please take all your things with you. Goodbye!</translation>
    </message>
    <message>
        <source>谢谢您！</source>
        <translation>Thank you!</translation>
    </message>
    <message>
        <source>您可以直接把意见告诉工作人员。系统正常后，这里会自动恢复。</source>
        <translation>You are welcome to tell our staff in person. This screen comes back by itself.</translation>
    </message>
    <message>
        <source>暂时不能评价</source>
        <translation>No feedback here for the moment</translation>
    </message>
    <message>
        <source>系统暂时没有回应，正在继续为您取号。您可以再等一等，也可以找工作人员，他们会帮您。</source>
        <translation>The system is not answering yet and we are still trying. You can wait, or ask our staff, who will help you.</translation>
    </message>
    <message>
        <source>请找工作人员，他们会帮您。系统正常后，这里会自动恢复。</source>
        <translation>Please ask our staff, who will help you. This screen comes back by itself once the system works again.</translation>
    </message>
    <message>
        <source>我们会去了解，把事情做得更好。
请带好随身物品，慢走。</source>
        <translation>We will look into it and do better.
Please take your belongings with you. Goodbye!</translation>
    </message>
    <message>
        <source>谢谢您告诉我们</source>
        <translation>Thank you for telling us</translation>
    </message>
    <message>
        <source>您的意见我们收到了。
请带好随身物品，慢走。</source>
        <translation>This visit has been rated already.
Please take your belongings with you. Goodbye!</translation>
    </message>
    <message>
        <source>已经评价过了，谢谢您</source>
        <translation>Thank you, this visit is already rated</translation>
    </message>
    <message>
        <source>好，我先走了</source>
        <translation>Leave now</translation>
    </message>
    <message>
        <source>系统暂时没有回应，正在继续尝试。
您不用等，评价会继续提交。</source>
        <translation>The system is not responding; we are still trying.
You need not wait: your answers will still be sent.</translation>
    </message>
    <message>
        <source>请找工作人员，他们会帮您。
此设备未配对，请技术人员重新配对。</source>
        <translation>Please ask our staff, who will help you.
This screen is not paired: a technician must pair it again.</translation>
    </message>
    <message>
        <source>您可以直接把意见告诉工作人员。
此设备未配对，请技术人员重新配对。</source>
        <translation>You can tell our staff what you think.
This screen is not paired: a technician must pair it again.</translation>
    </message>
</context>
<context>
    <name>Mark</name>
    <message>
        <source>正常</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>留意</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>要处理</source>
        <translation>Fix now</translation>
    </message>
    <message>
        <source>没查到</source>
        <translation>Not known</translation>
    </message>
</context>
<context>
    <name>MaterialsPage</name>
    <message>
        <source>带了的点一下打勾；材料不齐也可以先取号</source>
        <translation>Tap what you have with you. You can take a number even if something is missing.</translation>
    </message>
    <message>
        <source>办%1请带上这些</source>
        <translation>%1: please bring</translation>
    </message>
    <message>
        <source>看好了，下一步</source>
        <translation>Done, next</translation>
    </message>
    <message>
        <source>也可能要：%1</source>
        <translation>You may also need: %1</translation>
    </message>
</context>
<context>
    <name>News</name>
    <message>
        <source>系统连接暂时中断，正在自动恢复。您可以继续，也可以请工作人员帮忙。</source>
        <translation>The connection is down for a moment and will come back by itself. You can carry on, or ask our staff.</translation>
    </message>
    <message>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>正在通知工作人员……</source>
        <translation>Calling a member of staff…</translation>
    </message>
    <message>
        <source>已通知工作人员，请稍等，马上有人过来。</source>
        <translation>Our staff know. Please wait here, someone will come.</translation>
    </message>
    <message>
        <source>工作人员正在过来，请在这里稍等。</source>
        <translation>Someone is on the way. Please wait here.</translation>
    </message>
    <message>
        <source>没能通知到，请向身边的工作人员招手。</source>
        <translation>The call did not get through. Please wave to a member of staff.</translation>
    </message>
</context>
<context>
    <name>NumberHero</name>
    <message>
        <source>您的号码</source>
        <translation>Your number</translation>
    </message>
    <message>
        <source>校验码 %1</source>
        <translation>Check code %1</translation>
    </message>
</context>
<context>
    <name>OfferPage</name>
    <message>
        <source>沿着线走，就到%1</source>
        <translation>Follow the line to: %1</translation>
    </message>
    <message>
        <source>好，我去自助机</source>
        <translation>Use a machine</translation>
    </message>
    <message>
        <source>自助机也能办%1</source>
        <translation>A machine can do this too: %1</translation>
    </message>
    <message>
        <source>不用了，返回</source>
        <translation>No thanks, go back</translation>
    </message>
</context>
<context>
    <name>Pager</name>
    <message>
        <source>更多（第 %1 / %2 页）</source>
        <translation>More (page %1 of %2)</translation>
    </message>
    <message>
        <source>回到第一页（第 %1 / %2 页）</source>
        <translation>First page again (page %1 of %2)</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>设备维护</source>
        <translation>Maintenance</translation>
    </message>
    <message>
        <source>检查</source>
        <translation>Checks</translation>
    </message>
    <message>
        <source>打印机</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>声音</source>
        <translation>Sound</translation>
    </message>
    <message>
        <source>触摸</source>
        <translation>Touch</translation>
    </message>
    <message>
        <source>尺寸</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>版本</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>重启和退出</source>
        <translation>Restart and leave</translation>
    </message>
    <message>
        <source>%1 · 工号 %2</source>
        <translation>%1 · badge %2</translation>
    </message>
    <message numerus="yes">
        <source>%n 秒没有触摸就关闭</source>
        <translation>
            <numerusform>Closes in %n second without a touch</numerusform>
            <numerusform>Closes in %n seconds without a touch</numerusform>
        </translation>
    </message>
    <message>
        <source>正在联系网点服务……</source>
        <translation>Asking the branch service…</translation>
    </message>
    <message>
        <source>这台屏没有配对，不能登录。请在办公室页面取配对码，再用 kiosk pair 配对。下面是这台机器自己的情况。</source>
        <translation>This screen is not paired, so nobody can sign in. Get a code from the office page and run kiosk pair. Below is how this machine itself is.</translation>
    </message>
    <message>
        <source>网点服务没有应答，密码无法核对，所以只能查看这台机器自己的情况。服务恢复后可以登录。</source>
        <translation>The branch service does not answer, so no PIN can be checked: only this machine itself is shown. Sign in once the service is back.</translation>
    </message>
    <message>
        <source>先做这些</source>
        <translation>To do</translation>
    </message>
</context>
<context>
    <name>PaperWords</name>
    <message>
        <source>打印机没有纸了。</source>
        <translation>The printer is out of paper. </translation>
    </message>
    <message>
        <source>打印机卡纸了。</source>
        <translation>The printer has a paper jam. </translation>
    </message>
    <message>
        <source>打印机的盖子没有关好。</source>
        <translation>The cover of the printer is open. </translation>
    </message>
    <message>
        <source>打印机现在用不了。</source>
        <translation>The printer is not working now. </translation>
    </message>
    <message>
        <source>请记下 %1 和校验码 %2。</source>
        <translation>please note %1 and check code %2. </translation>
    </message>
    <message>
        <source>小票打印好了，请拿好。</source>
        <translation>Your slip is printed. Please take it with you.</translation>
    </message>
    <message>
        <source>小票已存好。</source>
        <translation>The slip is saved: </translation>
    </message>
    <message>
        <source>小票没有打印出来。</source>
        <translation>Your slip did not print. </translation>
    </message>
    <message>
        <source>号码一样有效：</source>
        <translation>Your number is just as good: </translation>
    </message>
    <message>
        <source>也可以请工作人员帮忙。</source>
        <translation>Our staff can help too.</translation>
    </message>
    <message>
        <source>没能确认小票是否打印。没有拿到也不要紧：</source>
        <translation>We could not tell whether your slip was printed. If you have none, do not worry: </translation>
    </message>
    <message>
        <source>正在打印小票。没有小票，号码也一样有效。</source>
        <translation>Your slip is being printed. Your number is just as good without it.</translation>
    </message>
    <message>
        <source>取号后请记下号码。</source>
        <translation>Please note your number down.</translation>
    </message>
    <message>
        <source>小票已存成图片。请记下号码和校验码。</source>
        <translation>The slip was saved as a picture. Please note the number and check code.</translation>
    </message>
</context>
<context>
    <name>PowerPage</name>
    <message>
        <source>没有执行，这块屏照常工作。</source>
        <translation>Nothing was done; this screen goes on.</translation>
    </message>
    <message>
        <source>取号和叫号会中断几秒钟，已发的号都在。</source>
        <translation>Tickets and calls pause for a few seconds; every number stays.</translation>
    </message>
    <message>
        <source>屏幕程序结束，回到系统的登录界面；客户将不能使用这块屏。</source>
        <translation>This screen ends and the system&apos;s login appears. Customers cannot use it until it is started again.</translation>
    </message>
    <message>
        <source>几秒钟后自动回来。</source>
        <translation>It comes back by itself within seconds.</translation>
    </message>
    <message>
        <source>每一次重启和退出都会记下是谁做的。</source>
        <translation>Every restart and every leaving is recorded with who did it.</translation>
    </message>
    <message>
        <source>这块屏不是由系统看管的，结束后不会自己回来，所以这里不能重启。</source>
        <translation>Nothing watches over this screen: once ended it would not come back, so it cannot be restarted here.</translation>
    </message>
    <message>
        <source>网点服务没有应答</source>
        <translation>The branch service does not answer</translation>
    </message>
    <message>
        <source>网点服务没有同意（%1）</source>
        <translation>The branch service did not agree (%1)</translation>
    </message>
    <message>
        <source>正在执行……</source>
        <translation>Working…</translation>
    </message>
    <message>
        <source>确定要重启这块屏吗？</source>
        <translation>Restart this screen?</translation>
    </message>
    <message>
        <source>确定要重启网点服务吗？</source>
        <translation>Restart the branch service?</translation>
    </message>
    <message>
        <source>确定要退出到系统登录吗？</source>
        <translation>Leave for the system&apos;s login?</translation>
    </message>
    <message>
        <source>重启这块屏</source>
        <translation>Restart this screen</translation>
    </message>
    <message>
        <source>重启网点服务</source>
        <translation>Restart the branch service</translation>
    </message>
    <message>
        <source>重启网点服务（请到服务所在的机器）</source>
        <translation>Restart the branch service (at its own machine)</translation>
    </message>
    <message>
        <source>退出到系统登录</source>
        <translation>Leave the kiosk</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>PrinterPage</name>
    <message>
        <source>请看打印机上有没有测试小票。</source>
        <translation>Look whether the test slip is at the printer.</translation>
    </message>
    <message>
        <source>小票可能打了，也可能没打。请看一看打印机，再查网络。</source>
        <translation>The slip may have been printed or not. Look at the printer, then at the network.</translation>
    </message>
    <message>
        <source>测试小票上写着“不是排队号码”，打出来请收走。</source>
        <translation>The test slip says that it is no ticket. Please take it away.</translation>
    </message>
    <message>
        <source>正在问打印机……</source>
        <translation>Asking the printer…</translation>
    </message>
    <message>
        <source>已打印</source>
        <translation>Printed</translation>
    </message>
    <message>
        <source>没有打印</source>
        <translation>Not printed</translation>
    </message>
    <message>
        <source>已送出，不知道打没打出来</source>
        <translation>Sent; nobody knows whether it came out</translation>
    </message>
    <message>
        <source>网点服务没有应答</source>
        <translation>The branch service does not answer</translation>
    </message>
    <message>
        <source>这里没有打印机</source>
        <translation>There is no printer here</translation>
    </message>
    <message>
        <source>已记下换纸</source>
        <translation>New paper noted</translation>
    </message>
    <message>
        <source>打印测试小票</source>
        <translation>Print a test slip</translation>
    </message>
    <message>
        <source>纸已换好</source>
        <translation>New paper is in</translation>
    </message>
    <message>
        <source>没有打印机，小票已存为图片</source>
        <translation>No printer: the slip was kept as a picture</translation>
    </message>
    <message>
        <source>打印机说它一切正常。</source>
        <translation>The printer says that all is well.</translation>
    </message>
</context>
<context>
    <name>QueryField</name>
    <message>
        <source>已输入</source>
        <translation>Keyed in</translation>
    </message>
</context>
<context>
    <name>QuestionPage</name>
    <message>
        <source>%1：选一个最合适的</source>
        <translation>%1: choose what fits best</translation>
    </message>
</context>
<context>
    <name>ReasonsPage</name>
    <message>
        <source>可以选几个，也可以跳过</source>
        <translation>Choose as many as you like, or skip</translation>
    </message>
    <message>
        <source>哪些地方做得好？</source>
        <translation>What did we do well?</translation>
    </message>
    <message>
        <source>哪里还可以做得更好？</source>
        <translation>What could we do better?</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>跳过</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>请先完成评价，或点“重新开始”</source>
        <translation>Please finish, or start over</translation>
    </message>
</context>
<context>
    <name>RefusedPage</name>
    <message>
        <source>回到首页</source>
        <translation>First screen</translation>
    </message>
    <message>
        <source>还没到取号时间。请先在休息区坐一坐，开门后再来取号。</source>
        <translation>We are not open yet. Please take a seat and come back when we open.</translation>
    </message>
    <message>
        <source>这项业务现在不在这里办。请重新选一项，或问一问工作人员。</source>
        <translation>This service is not available here now. Please choose another one or ask our staff.</translation>
    </message>
    <message>
        <source>业务要求刚刚有变化。请重新选一遍，或请工作人员帮忙。</source>
        <translation>What this service needs has just changed. Please choose again or ask our staff.</translation>
    </message>
    <message>
        <source>系统现在记不下新的号码。请到咨询台，工作人员会帮您。</source>
        <translation>The system cannot take a new number just now. Please go to the reception desk, our staff will help.</translation>
    </message>
    <message>
        <source>现在不发号</source>
        <translation>No numbers now</translation>
    </message>
    <message>
        <source>这次没有取到号</source>
        <translation>There is no number this time</translation>
    </message>
    <message>
        <source>返回看一看</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>重新输入</source>
        <translation>Key in again</translation>
    </message>
    <message>
        <source>系统现在记不下您的评价。您可以直接告诉工作人员。</source>
        <translation>The system cannot take your feedback just now. You are welcome to tell our staff in person.</translation>
    </message>
    <message>
        <source>号码或校验码不对</source>
        <translation>Number or check code is not right</translation>
    </message>
    <message>
        <source>这次没有提交成功</source>
        <translation>Your feedback could not be sent</translation>
    </message>
    <message>
        <source>今天已经停止取号。请下个营业日再来，或问一问工作人员。自助服务区还可以用。</source>
        <translation>No more numbers are given out today. Please come back on our next working day or ask our staff. The self-service machines are still there for you.</translation>
    </message>
    <message>
        <source>还没办完，请办完再来</source>
        <translation>Not finished yet. Please come back afterwards</translation>
    </message>
    <message>
        <source>请稍等一会儿再输入</source>
        <translation>Please wait a moment</translation>
    </message>
    <message>
        <source>这个码不是我们的小票</source>
        <translation>This code is not from one of our slips</translation>
    </message>
    <message>
        <source>这张小票是别的网点的</source>
        <translation>This slip is from another branch</translation>
    </message>
    <message>
        <source>这张小票是%1%2日的</source>
        <translation>This slip is from %1 %2</translation>
    </message>
    <message>
        <source>请留好小票，等叫到您的号码。
办完以后再来扫一下就好。</source>
        <translation>Keep your slip and wait for your number to be called.
When you are done, just scan it here.</translation>
    </message>
    <message>
        <source>请对照今天的小票，再输一次。
扫小票上的二维码也可以。</source>
        <translation>Please check today&apos;s slip and key it again.
Or scan the QR code on it.</translation>
    </message>
    <message numerus="yes">
        <source>%n 秒后自动继续，可以重新输入。
想快一点，扫小票上的二维码就行。</source>
        <translation>
            <numerusform>You can try again in %n second.
Scanning the QR code on your slip is quicker.</numerusform>
            <numerusform>You can try again in %n seconds.
Scanning the QR code on your slip is quicker.</numerusform>
        </translation>
    </message>
    <message>
        <source>请扫今天的小票，上面有黑白方块。
也可以按号码。</source>
        <translation>Please scan the black and white square on today&apos;s slip.
You can key your number too.</translation>
    </message>
    <message>
        <source>请到小票上写的那个网点评价。
对这里有话说，可以告诉工作人员。</source>
        <translation>Please rate your visit at the branch named on the slip.
To comment on this branch, please speak to our staff.</translation>
    </message>
    <message>
        <source>这里请扫今天的小票。
那天的感受，可以告诉工作人员。</source>
        <translation>Please scan today&apos;s slip here.
Our staff are glad to hear about that day.</translation>
    </message>
    <message>
        <source>正在叫您的号码</source>
        <translation>Your number is being called</translation>
    </message>
    <message>
        <source>请现在去叫号的柜台，柜台号看大厅屏幕。
办完以后再来扫一下就好。</source>
        <translation>Please go to your counter now; the hall screen shows which.
Scan the slip again when you are finished.</translation>
    </message>
    <message>
        <source>您的业务正在柜台办理。
办完以后再来扫一下就好。</source>
        <translation>You are being served at a counter.
Scan the slip again when you are finished.</translation>
    </message>
    <message>
        <source>您的号码已过号，请到咨询台</source>
        <translation>Your number was passed. Please go to the reception desk</translation>
    </message>
    <message>
        <source>请带上小票，工作人员会帮您安排。</source>
        <translation>Please take your slip with you; our staff will help you on.</translation>
    </message>
    <message>
        <source>您的业务还没办完，请到咨询台</source>
        <translation>Not finished yet. Please go to the reception desk</translation>
    </message>
    <message>
        <source>您的号码还保留着。请带上小票，
工作人员会帮您接着办。</source>
        <translation>Your number is kept for you. Please take your slip with you;
our staff will help you go on.</translation>
    </message>
    <message>
        <source>这个号码没有办理记录</source>
        <translation>Nothing was done under this number</translation>
    </message>
    <message>
        <source>有意见请告诉工作人员。</source>
        <translation>To comment on your visit, please speak to our staff.</translation>
    </message>
    <message>
        <source>请告诉工作人员，他们会帮您。</source>
        <translation>Please tell our staff, who will help you.</translation>
    </message>
    <message>
        <source>系统里没有找到这张小票</source>
        <translation>The system does not know this slip</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>请到%1等候，留意叫号</source>
        <translation>Please wait at: %1</translation>
    </message>
    <message>
        <source>好了（%1）</source>
        <translation>Done (%1)</translation>
    </message>
    <message>
        <source>好了</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>要带：%1。也可能要：%2。</source>
        <translation>Please bring: %1. You may also need: %2.</translation>
    </message>
    <message>
        <source>打印办事指南</source>
        <translation>Print a guide</translation>
    </message>
    <message>
        <source>可能要带：%1。</source>
        <translation>You may need: %1.</translation>
    </message>
</context>
<context>
    <name>RulerPage</name>
    <message>
        <source>加长 %1 像素</source>
        <translation>Longer by %1 pixels</translation>
    </message>
    <message>
        <source>缩短 %1 像素</source>
        <translation>Shorter by %1 pixels</translation>
    </message>
    <message>
        <source>把尺子贴在屏上，按加减，直到两条竖线之间正好 100 毫米。</source>
        <translation>Hold a ruler to the screen and press plus or minus until the two end marks are exactly 100 mm apart.</translation>
    </message>
    <message>
        <source>已保存 %1 英寸，重启这块屏后生效。</source>
        <translation>Saved: %1 inches, from the next start of this screen.</translation>
    </message>
    <message>
        <source>保存不了：数据目录不能写。</source>
        <translation>It cannot be saved: the data folder is not writable.</translation>
    </message>
    <message>
        <source>对角线 %1 英寸</source>
        <translation>Diagonal: %1 inches</translation>
    </message>
    <message>
        <source>正好 100 毫米，保存</source>
        <translation>Exactly 100 mm, save</translation>
    </message>
</context>
<context>
    <name>Sayings</name>
    <message>
        <source>本机网络地址</source>
        <translation>This machine&apos;s address</translation>
    </message>
    <message>
        <source>网点服务</source>
        <translation>Branch service</translation>
    </message>
    <message>
        <source>总行同步</source>
        <translation>Headquarters</translation>
    </message>
    <message>
        <source>小票打印机</source>
        <translation>Slip printer</translation>
    </message>
    <message>
        <source>本机磁盘</source>
        <translation>This machine&apos;s disk</translation>
    </message>
    <message>
        <source>本机时钟</source>
        <translation>This machine&apos;s clock</translation>
    </message>
    <message>
        <source>本屏程序</source>
        <translation>Program of this screen</translation>
    </message>
    <message>
        <source>网点服务程序</source>
        <translation>Program of the branch</translation>
    </message>
    <message>
        <source>数据表</source>
        <translation>Database schema</translation>
    </message>
    <message>
        <source>业务目录</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>操作系统</source>
        <translation>Operating system</translation>
    </message>
    <message>
        <source>屏幕</source>
        <translation>Screen</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>纸快用完，请备纸</source>
        <translation>Paper nearly used up: have a roll ready</translation>
    </message>
    <message>
        <source>缺纸，请换纸</source>
        <translation>Out of paper: put a roll in</translation>
    </message>
    <message>
        <source>打印机故障</source>
        <translation>Printer fault</translation>
    </message>
    <message>
        <source>打印机没有报告状态</source>
        <translation>The printer says nothing of itself</translation>
    </message>
    <message>
        <source>打印机正忙</source>
        <translation>The printer is busy</translation>
    </message>
    <message>
        <source>磁盘已满</source>
        <translation>The disk is full</translation>
    </message>
    <message>
        <source>不能建立小票目录</source>
        <translation>The folder for slips cannot be made</translation>
    </message>
    <message>
        <source>无权写入小票目录</source>
        <translation>The folder for slips may not be written</translation>
    </message>
    <message>
        <source>磁盘写入出错</source>
        <translation>The disk fails to write</translation>
    </message>
    <message>
        <source>这个网点没有接入总行</source>
        <translation>This branch has no headquarters</translation>
    </message>
    <message>
        <source>%1，往返 %2 毫秒</source>
        <translation>%1, %2 ms there and back</translation>
    </message>
    <message>
        <source>还没有同步成功，%1 条等待上传</source>
        <translation>Never synced yet, %1 waiting</translation>
    </message>
    <message>
        <source>剩余 %1 GB，共 %2 GB</source>
        <translation>%1 of %2 GB free</translation>
    </message>
    <message>
        <source>%1（网点时间未知）</source>
        <translation>%1 (the branch&apos;s time is not known)</translation>
    </message>
    <message>
        <source>%1 像素，%2 英寸</source>
        <translation>%1 pixels, %2 inches</translation>
    </message>
    <message>
        <source>上盖没合上，请合好</source>
        <translation>Cover open: close it</translation>
    </message>
    <message>
        <source>卡纸，请取出</source>
        <translation>Paper jam: take it out</translation>
    </message>
    <message>
        <source>连不上打印机，请查电源和线</source>
        <translation>No answer: look at power and cable</translation>
    </message>
    <message>
        <source>%1 秒</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 分钟</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 小时</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 天</source>
        <translation>%1 days</translation>
    </message>
    <message>
        <source>没有网络连接，请插好网线</source>
        <translation>No network: plug the cable in</translation>
    </message>
    <message>
        <source>%1 没有应答，请查网线和服务</source>
        <translation>%1 does not answer: look at cable and service</translation>
    </message>
    <message>
        <source>%1前同步，%2 条等待上传</source>
        <translation>Synced %1 ago, %2 waiting</translation>
    </message>
    <message>
        <source>上次成功在%1前，%2 条等待上传</source>
        <translation>Last synced %1 ago, %2 waiting</translation>
    </message>
    <message>
        <source>总行不收记录，请联系总行；%1 条在等</source>
        <translation>Headquarters takes nothing: call them; %1 waiting</translation>
    </message>
    <message>
        <source>%1，与网点相差 %2（%3）</source>
        <translation>%1, %2 from the branch&apos;s (%3)</translation>
    </message>
    <message>
        <source>%1，比网点快 %2，请校准</source>
        <translation>%1, %2 fast: set it right</translation>
    </message>
    <message>
        <source>%1，比网点慢 %2，请校准</source>
        <translation>%1, %2 slow: set it right</translation>
    </message>
    <message>
        <source>只剩 %1 GB，共 %2 GB，请清理</source>
        <translation>Only %1 of %2 GB free: clear some</translation>
    </message>
    <message>
        <source>读不到磁盘，请报修</source>
        <translation>The disk cannot be read: have it repaired</translation>
    </message>
</context>
<context>
    <name>ScalePage</name>
    <message numerus="yes">
        <source>还有 %n 个小问题，可以跳过</source>
        <translation>
            <numerusform>%n short question, which you may skip</numerusform>
            <numerusform>%n short questions, which you may skip</numerusform>
        </translation>
    </message>
    <message>
        <source>很好</source>
        <translation>Very good</translation>
    </message>
    <message>
        <source>还可以</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>一般</source>
        <translation>Fair</translation>
    </message>
    <message>
        <source>不太好</source>
        <translation>Poor</translation>
    </message>
    <message>
        <source>不好</source>
        <translation>Bad</translation>
    </message>
    <message>
        <source>跳过这个问题</source>
        <translation>Skip this question</translation>
    </message>
    <message>
        <source>请先完成评价，或点“重新开始”</source>
        <translation>Please finish, or start over</translation>
    </message>
</context>
<context>
    <name>ScorePage</name>
    <message>
        <source>您的回答不会让柜台人员看到</source>
        <translation>Nobody at the counters will see your answer</translation>
    </message>
    <message>
        <source>今天的服务，您满意吗？</source>
        <translation>How satisfied are you with today&apos;s service?</translation>
    </message>
    <message>
        <source>今天办了</source>
        <translation>Today:</translation>
    </message>
    <message>
        <source>非常满意</source>
        <translation>Very satisfied</translation>
    </message>
    <message>
        <source>满意</source>
        <translation>Satisfied</translation>
    </message>
    <message>
        <source>一般</source>
        <translation>Fair</translation>
    </message>
    <message>
        <source>不满意</source>
        <translation>Dissatisfied</translation>
    </message>
    <message>
        <source>非常不满意</source>
        <translation>Very dissatisfied</translation>
    </message>
    <message>
        <source>请先完成评价，或点“重新开始”</source>
        <translation>Please finish, or start over</translation>
    </message>
</context>
<context>
    <name>SearchExamples</name>
    <message>
        <source>比如：</source>
        <translation>For example:</translation>
    </message>
    <message>
        <source>HK</source>
        <translation>REMIT</translation>
    </message>
    <message>
        <source>汇款</source>
        <translation>Remittance</translation>
    </message>
    <message>
        <source>QK</source>
        <translation>QK</translation>
    </message>
    <message>
        <source>取款</source>
        <translation>Withdraw: pinyin works too</translation>
    </message>
    <message>
        <source>CARD</source>
        <translation>CARD</translation>
    </message>
    <message>
        <source>信用卡，英文也可以</source>
        <translation>Credit card</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>输每个字拼音的第一个字母就行</source>
        <translation>A word or its first letters will do; pinyin too</translation>
    </message>
    <message>
        <source>您要办什么？用拼音找</source>
        <translation>What do you need? Key it in</translation>
    </message>
    <message>
        <source>清空</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>没找到？点“呼叫人工”，告诉我们您要办什么</source>
        <translation>Not found? Tap Call staff and tell us what you need</translation>
    </message>
    <message>
        <source>没有您要的？点“呼叫人工”</source>
        <translation>Not what you need? Tap Call staff</translation>
    </message>
</context>
<context>
    <name>ServicePage</name>
    <message>
        <source>要办哪一项？</source>
        <translation>Which service?</translation>
    </message>
</context>
<context>
    <name>SoundPage</name>
    <message>
        <source>听到三个上升的音了吗？</source>
        <translation>Did you hear three rising notes?</translation>
    </message>
    <message>
        <source>请检查音箱电源、音量和连接线。</source>
        <translation>Check the speaker&apos;s power, volume and cable.</translation>
    </message>
    <message>
        <source>声音设备拒绝播放，可能被别的程序占用。</source>
        <translation>The sound device refused; another program may have it.</translation>
    </message>
    <message>
        <source>这台机器没有找到声音设备。</source>
        <translation>No sound device was found on this machine.</translation>
    </message>
    <message>
        <source>声音设备：%1</source>
        <translation>Sound device: %1</translation>
    </message>
    <message>
        <source>已记下：听到了</source>
        <translation>Noted: heard</translation>
    </message>
    <message>
        <source>已记下：没有听到</source>
        <translation>Noted: not heard</translation>
    </message>
    <message>
        <source>正在播放……</source>
        <translation>Playing…</translation>
    </message>
    <message>
        <source>播放完了</source>
        <translation>Played</translation>
    </message>
    <message>
        <source>播放不了</source>
        <translation>It cannot be played</translation>
    </message>
    <message>
        <source>系统没有播放程序（aplay）</source>
        <translation>The system has no player (aplay)</translation>
    </message>
    <message>
        <source>没有声音设备</source>
        <translation>No sound device</translation>
    </message>
    <message>
        <source>没听到</source>
        <translation>Not heard</translation>
    </message>
    <message>
        <source>听到了</source>
        <translation>Heard</translation>
    </message>
    <message>
        <source>放提示音</source>
        <translation>Play the tone</translation>
    </message>
    <message>
        <source>请安装 alsa-utils。没有声音时，叫号只有屏幕闪动。</source>
        <translation>Install alsa-utils. Without sound, calls only flash on the screens.</translation>
    </message>
    <message>
        <source>请接好音箱或声卡。没有声音时，叫号只有屏幕闪动。</source>
        <translation>Connect a loudspeaker or sound card. Without sound, calls only flash on the screens.</translation>
    </message>
</context>
<context>
    <name>TakeNow</name>
    <message>
        <source>直接取号</source>
        <translation>Take a number now</translation>
    </message>
</context>
<context>
    <name>ThanksPage</name>
    <message>
        <source>接下来请留意</source>
        <translation>What to know next</translation>
    </message>
    <message>
        <source>完成（%1）</source>
        <translation>Done (%1)</translation>
    </message>
    <message>
        <source>完成</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>TouchPage</name>
    <message>
        <source>全部有反应，已记下。</source>
        <translation>Every cell answered; noted.</translation>
    </message>
    <message>
        <source>用手指划过每一格，也可以两指一起：%1 / %2</source>
        <translation>Wipe every cell with a finger, or two at once: %1 / %2</translation>
    </message>
    <message>
        <source>手指位置（像素）</source>
        <translation>Place of the finger (pixels)</translation>
    </message>
    <message>
        <source>有格子没反应</source>
        <translation>Some cells do not answer</translation>
    </message>
    <message>
        <source>已记下。请擦净屏幕再划一次；还是不行，请报修。</source>
        <translation>Noted. Clean the screen and try again; if it stays so, have it repaired.</translation>
    </message>
</context>
<context>
    <name>WaitFacts</name>
    <message>
        <source>前面等候</source>
        <translation>Ahead of you</translation>
    </message>
    <message>
        <source>正在查询</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>没有人</source>
        <translation>No one</translation>
    </message>
    <message numerus="yes">
        <source>%n 人</source>
        <comment>people ahead</comment>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n people</numerusform>
        </translation>
    </message>
    <message>
        <source>大约要等</source>
        <translation>Expected wait</translation>
    </message>
    <message>
        <source>暂时无法估计</source>
        <translation>Not known yet</translation>
    </message>
    <message>
        <source>%1–%2 分钟</source>
        <translation>%1–%2 min</translation>
    </message>
    <message>
        <source>柜台还没开</source>
        <translation>No counter open yet</translation>
    </message>
    <message>
        <source>开了就叫号</source>
        <translation>We call once one is</translation>
    </message>
</context>
</TS>
