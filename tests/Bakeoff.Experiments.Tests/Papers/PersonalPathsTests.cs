using Bakeoff.Experiments.Papers;

namespace Bakeoff.Experiments.Tests.Papers;

public sealed class PersonalPathsTests
{
    [Theory]
    [InlineData("noise: /home/ada/noises", "/home/ada")]
    [InlineData("model: 'C:\\Users\\Ada\\wav2vec2'", "C:\\Users\\Ada")]
    [InlineData("path: /Users/ada/x", "/Users/ada")]
    [InlineData("room: /srv/project/rooms", "/srv/project")]
    public void Refuse_PlaceOfAMachine_NamesFileAndPlace(string text, string place) =>
        Should.Throw<PaperException>(() => PersonalPaths.Refuse("results/a/experiment.yaml", text, ["/srv/project"]))
            .Message.ShouldStartWith($"results/a/experiment.yaml: names the place '{place}' of a machine, expected paths relative to the project");

    [Theory]
    [InlineData("sounds/babble")]
    [InlineData("at home/ada")]
    [InlineData("https://example.org/users/ada")]
    public void Refuse_OtherTexts_Pass(string text) => PersonalPaths.Refuse("a.yaml", text, ["/srv/project"]);
}
