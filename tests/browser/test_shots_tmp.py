import pytest, time
from tests.browser.conftest import set_size
from tests.browser.api_double import a_message
from tests.browser.chat_page import ChatPage
SRC={"title":"Can a victim drop charges?","section":"The charges belong to the State","url":"https://firm.example.org/a"}
ANS={"my gf wants to drop the charges what happens now":[dict(text="Not by herself. Once charges are filed, the prosecutor decides whether to go on or dismiss the case. What the other person wants can still matter. A lawyer can explain what that could mean for your case.",answer="x",sources=[SRC])],
"is it over":[dict(text="I'm not sure I understood. Which of these did you mean?",buttons=["Is my case over now?","What if they do not come to court?","Do I need a lawyer?"])],
"Do I need a lawyer?":[dict(text="This is when a lawyer matters most. You can call (314) 555-0142.",answer="do_i_need_a_lawyer",sources=[SRC])],
"im scared":[dict(text="If you are in danger, call 911. National Domestic Violence Hotline: 1-800-799-7233, TTY 1-800-787-3224, or text START to 88788. You can also call or text 988. This chat can't send help. “Leave quickly” doesn't clear your history. See mocadsv.org.")]}
def shot(b,name): b.save_screenshot(f"/tmp/shots/{name}.png")
def run(b, api, size, name, **kw):
    set_size(b,size,**kw)
    api.answers=ANS
    c=ChatPage(b,api.url).visit(); time.sleep(.2); shot(b,name+"-closed")
    c.open(); time.sleep(.2); shot(b,name+"-open")
    c.ask("my gf wants to drop the charges what happens now"); shot(b,name+"-answer")
    c.ask("is it over"); shot(b,name+"-buttons")
    c.press("Do I need a lawyer?"); c.wait_for_text("matters most"); time.sleep(.2); shot(b,name+"-pressed")
    c.ask("im scared"); shot(b,name+"-safety")
    api.take_over("Jordan"); c.wait_for_text("has joined"); api.add(a_message("Hello, this is Jordan from the office. How can I reach you?",from_="staff",staff="Jordan")); c.wait_for_text("How can I"); time.sleep(.3); shot(b,name+"-staff")
    api.failures=["drop"]; c.say("are you there"); c.wait_for_text("Not sent"); time.sleep(.2); shot(b,name+"-failed")
    c.one("[aria-label=Menu]").click(); shot(b,name+"-menu")
    c.all(".entry")[2].click(); time.sleep(.2); shot(b,name+"-confirm")
@pytest.mark.parametrize("size,name,kw",[((1280,900),"desktop",{}),((390,844),"phone",{}),((320,568),"narrow",{}),((1280,900),"dark",dict(dark=True)),((1280,900),"forced",dict(forced_colors=True)),((640,450),"zoom",{})])
def test_shots(browser, api, size,name,kw):
    browser.get_log("browser")
    import os; os.makedirs("/tmp/shots",exist_ok=True)
    run(browser,api,size,name,**kw)
    print([e["message"] for e in browser.get_log("browser")])
