using System.Text;
using Bakeoff.Options.Unicode;

namespace Bakeoff.Corpora.Tests;

public sealed class StrictTextTests
{
    [Theory]
    [InlineData("u\u0308ber", "über")]
    [InlineData(" sad\u200B ", "sad")]
    [InlineData("\uFEFFangry", "angry")]
    [InlineData("نمی\u200Cخواهم", "نمی\u200Cخواهم")]
    [InlineData("plain", "plain")]
    [InlineData("very\u00A0sad\u202E", "very sad")]
    [InlineData("very\nsad\t", "very sad")]
    [InlineData("so\u00ADft\u0007", "soft")]
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

    [Fact]
    public void Compose_EveryLetterOfTheBasicPlane_IsAsIcuHasIt()
    {
        Assert.SkipWhen("\u00E4".Normalize(NormalizationForm.FormD).Length == 1, "The process runs without ICU.");
        for (var code = 0x80; code < 0xD7FF; code++)
        {
            // A letter that .NET's ICU may not know yet is left out: both sides must know it to be compared.
            var text = $"a{(char)code}b";
            if (char.IsLetter((char)code) || char.IsSymbol((char)code))
            {
                ComposedText.Compose(text).ShouldBe(text.Normalize(NormalizationForm.FormC));
                ComposedText.Compose(text.Normalize(NormalizationForm.FormD)).ShouldBe(text.Normalize(NormalizationForm.FormC));
            }
        }
    }

    [Theory]
    [InlineData("e\u0323\u0302", "\u1EC7")]
    [InlineData("e\u0302\u0323", "\u1EC7")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u0958", "\u0915\u093C")]
    public void Compose_MarksInAnyOrder_GiveOneForm(string text, string composed) => ComposedText.Compose(text).ShouldBe(composed);
}
