using Bakeoff.Build.Classes;

namespace Bakeoff.Build.Tests.Classes;

public sealed class CSharpNameTests
{
    [Theory]
    [InlineData("emotion", "Emotion")]
    [InlineData("lstm-baseline", "LstmBaseline")]
    [InlineData("tess_loso.v2", "TessLosoV2")]
    [InlineData("ärger und wut", "ÄrgerUndWut")]
    [InlineData("7 moods", "_7Moods")]
    [InlineData("悲しい", "悲しい")]
    [InlineData("happy 😀", "Happy")]
    [InlineData("-?-", "")]
    public void From_Text_IsItsWordsWithCapitals(string text, string expected) => CSharpName.From(text).ShouldBe(expected);

    [Fact]
    public void ForAll_TextsThatBecomeTheSame_GetNumbers() =>
        CSharpName.ForAll(["very happy", "very-happy", "VeryHappy2", "😀", "!", "class"])
            .ShouldBe(["VeryHappy", "VeryHappy2", "VeryHappy22", "_", "_2", "Class"]);

    [Fact]
    public void ForAll_ReservedName_IsNotGiven() =>
        CSharpName.ForAll(["to string", "arousal"], "ToString").ShouldBe(["ToString2", "Arousal"]);

    [Theory]
    [InlineData("Emotion", true)]
    [InlineData("_7Moods", true)]
    [InlineData("Ärger", true)]
    [InlineData("class", false)]
    [InlineData("emotion", false)]
    [InlineData("7Moods", false)]
    [InlineData("My Model", false)]
    [InlineData("", false)]
    [InlineData("Model", false)]
    [InlineData("Load", false)]
    public void IsClassName_OnlyWhatCompiles(string name, bool expected) => CSharpName.IsClassName(name).ShouldBe(expected);

    [Theory]
    [InlineData("EmotionBuild", "EmotionBuild")]
    [InlineData("My.App", "My.App")]
    [InlineData("my-app.event", "@my_app.@event")]
    [InlineData("3d.App", "_3d.App")]
    [InlineData("", "")]
    public void Namespace_AnyRootNamespace_IsOneOfCSharp(string text, string expected) => CSharpName.Namespace(text).ShouldBe(expected);
}
