using Bakeoff.Numerics;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Tests.Yaml;

public sealed class YamlSyntaxTests
{
    [Fact]
    public void ReadText_BraceThatIsNotClosed_NamesThePlaceAndTheBrace()
    {
        const string text = "name: mix\nfeatures:\n  kind: {encoder: {model: [layer_mix: 3, units: 8]\nsplit: {by: speaker}\n";
        var problems = new ProblemList();

        YamlTreeReader.ReadText(text, "mix.yaml", problems).ShouldBeNull();

        Should.Throw<ConfigurationException>(problems.ThrowIfAny).Message
            .ShouldMatch(@"^mix\.yaml\([34],\d+\): this is not valid YAML: a brace or bracket that opens here or above is not closed\.");
    }

    // Whatever somebody types is a tree or a list of problems: the parser's own faults are among what is typed most, unclosed brackets.
    [Fact]
    public void ReadText_AnyTokens_EndsAsATreeOrAsProblems()
    {
        string[] tokens =
        [
            "a: ", "{", "}", "[", "]", ", ", "\n", "\n  ", "- ", "? ", ": ", "'", "\"", "#", "|\n", ">", "1", "b", "&c ", "*c", "!", "%", "\t",
            "---\n",
        ];
        var random = new SeededRandom(5, "tokens");
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + random.NextInt32(14)).Select(_ => tokens[random.NextInt32(tokens.Length)]));
            var problems = new ProblemList();

            var tree = Should.NotThrow(() => YamlTreeReader.ReadText(text, "any.yaml", problems), text);

            if (tree is null)
            {
                refused++;
                Should.Throw<ConfigurationException>(problems.ThrowIfAny, text);
            }
        }

        refused.ShouldBeInRange(1_000, 19_999);
    }
}
