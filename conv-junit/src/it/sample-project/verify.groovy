// The test of the right network passed, that of the wrong one failed, and its message says where.
def text = { new File(basedir, "target/surefire-reports/TEST-example.${it}NetworkTest.xml").text }
def right = new groovy.xml.XmlSlurper().parseText(text('Right'))
assert right.@tests == '1' && right.@failures == '0' && right.@errors == '0' && right.@skipped == '0'

def wrong = new groovy.xml.XmlSlurper().parseText(text('Wrong'))
assert wrong.@tests == '1' && wrong.@failures == '1'
def message = wrong.testcase.failure.@message.text()
[
    "of layer 'edges' (example.MirroredConvolution\$Implementation)",
    'problem   n1_c3h8w8_k4r3s3',
    'element   [',
    'expected  ',
    'actual    ',
    'bound     equal: ',
    './conv4j report --frameworks all --case n1_c3h8w8_k4r3s3/integer/1 --direction forward',
].each { assert message.contains(it) }
assert !message.contains("layer 'first'")
