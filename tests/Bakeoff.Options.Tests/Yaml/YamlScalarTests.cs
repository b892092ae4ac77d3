using System.Globalization;
using Bakeoff.Options.Binding;
using Bakeoff.Options.Resolution;
using Bakeoff.Options.Yaml;
using FsCheck.Fluent;

namespace Bakeoff.Options.Tests.Yaml;

public sealed class YamlScalarTests
{
    [Fact]
    public void Write_AnyText_ReadsBackEqual() =>
        FsCheck.Check.QuickThrowOnFailure(
            Prop.ForAll<string?>(ArbMap.Default.ArbFor<string?>(), text => text is null || !IsWellFormed(text) || ReadBack(text) == text));

    [Theory]
    [InlineData("no", "\"no\"")]
    [InlineData("tess", "tess")]
    [InlineData("040", "\"040\"")]
    [InlineData("", "\"\"")]
    [InlineData("a: b # c", "\"a: b # c\"")]
    [InlineData("zwölf", "\"zwölf\"")]
    public void Write_Text_QuotesWhateverLooksLikeSomethingElse(string text, string yaml) => YamlScalar.Write(text).ShouldBe(yaml);

    [Fact]
    public void CanonicalText_AnyNumber_ReadsBackToTheSameBits() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll<double>(ArbMap.Default.ArbFor<double>(), number =>
            {
                if (!double.IsFinite(number))
                {
                    return true;
                }

                var problems = new ProblemList();
                var text = CanonicalText.Of(number, ValueShape.Of(typeof(double)));
                var read = ScalarReader.Read(
                    new ScalarNode(text, true, ValueOrigin.Default),
                    ValueShape.Of(typeof(double)),
                    null,
                    "x",
                    problems);
                return problems.Count == 0
                    && BitConverter.DoubleToInt64Bits((double)read!) == BitConverter.DoubleToInt64Bits(number)
                    && !text.Contains(CultureInfo.GetCultureInfo("de-DE").NumberFormat.NumberDecimalSeparator);
            }));

    /// <summary>A lone surrogate is no text that a UTF-8 file could hold.</summary>
    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Any(rune => rune.Value == 0xFFFD);

    private static string? ReadBack(string text)
    {
        var problems = new ProblemList();
        var tree = YamlTreeReader.ReadText($"a: {YamlScalar.Write(text)}\n", "a.yaml", problems);
        return (tree?.Find("a")?.Value as ScalarNode)?.Text;
    }
}
