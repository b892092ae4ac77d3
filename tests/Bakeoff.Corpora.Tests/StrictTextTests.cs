using System.Text;

namespace Bakeoff.Corpora.Tests;

public sealed class StrictTextTests
{
    [Theory]
    [InlineData("u\u0308ber", "über")]
    [InlineData(" sad\u200B ", "sad")]
    [InlineData("\uFEFFangry", "angry")]
    [InlineData("نمی\u200Cخواهم", "نمی\u200Cخواهم")]
    [InlineData("plain", "plain")]
    public void Clean_TextAsPeopleTypeIt_IsComposedAndVisible(string text, string clean) => StrictText.Clean(text).ShouldBe(clean);

    [Fact]
    public void Fold_NamesThatLookAlike_AreEqual()
    {
        StrictText.Fold("YAF").ShouldBe(StrictText.Fold("yaf\u200B"));
        StrictText.Fold("Größe").ShouldBe(StrictText.Fold("Größe".Normalize(NormalizationForm.FormD)));
        StrictText.Fold("a").ShouldNotBe(StrictText.Fold("ä"));
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xC3, 0xA4 }, -1)]
    [InlineData(new byte[] { 0x61, 0xE4, 0x62 }, 1)]
    [InlineData(new byte[] { 0x61, 0x62, 0xC3 }, 2)]
    public void FindInvalidUtf8_Bytes_GivesTheFirst(byte[] bytes, int index) => StrictText.FindInvalidUtf8(bytes).ShouldBe(index);

    [Fact]
    public void FindEncoding_UnknownName_IsNull() => StrictText.FindEncoding("klingon").ShouldBeNull();
}
