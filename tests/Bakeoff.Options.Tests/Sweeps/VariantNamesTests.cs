using Bakeoff.Options.Sweeps;

namespace Bakeoff.Options.Tests.Sweeps;

public sealed class VariantNamesTests
{
    [Theory]
    [InlineData("quickstart", "quickstart", "", "")]
    [InlineData("quickstart@training.epochs=3", "quickstart", "training.epochs=3", "")]
    [InlineData("a@b=1@c.d=[x, y]+n_mfcc=13", "a", "b=1|c.d=[x, y]", "+n_mfcc=13")]
    [InlineData("a@b=%3A%2B%40%25", "a", "b=:+@%", "")]
    [InlineData("lstm@home", "lstm@home", "", "")]
    [InlineData("lstm@home@b=1", "lstm@home", "b=1", "")]
    [InlineData("lstm-sweep+n_mfcc=13", "lstm-sweep", "", "+n_mfcc=13")]
    [InlineData("b=1", "b=1", "", "")]
    public void Divide_Name_GivesItsParts(string name, string file, string values, string member)
    {
        var parts = VariantNames.Divide(name);

        (parts.File, string.Join('|', parts.Values), parts.Member).ShouldBe((file, values, member));
        SweepNames.FileOf(name).ShouldBe(file);
        VariantNames.PlainOf(name).ShouldBe(file + member);
    }

    [Fact]
    public void Compose_AnyValue_GivesAPlainFolderNameThatIsReadBack()
    {
        const string Value = "{a: \"x/y\\z\"} + @ % * é 声";
        var name = VariantNames.Compose("e", [("k.1", Value), ("l", "1e-05")]);

        name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '+']).ShouldBe(-1);
        VariantNames.Divide(name).Values.ShouldBe([$"k.1={Value}", "l=1e-05"]);
        VariantNames.Compose("e", []).ShouldBe("e");
    }

    [Fact]
    public void Compose_LongValues_EndInADigest()
    {
        var name = VariantNames.Compose("e", [("k", new string('x', 200))]);

        name.ShouldMatch("^e@=[0-9a-f]{8}$");
        name.ShouldNotBe(VariantNames.Compose("e", [("k", new string('x', 201))]));
        SweepNames.FileOf(name).ShouldBe("e");
    }
}
