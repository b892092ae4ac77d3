using System.Globalization;
using Bakeoff.Options;
using Bakeoff.Options.Tests.Resolution;

namespace Bakeoff.Options.Tests;

public sealed class YamlOptionsTests
{
    private const string Head = "name: a\ndataset: tess\n";

    [Fact]
    public void Parse_EveryKindOfValue_GivesTypedOptions()
    {
        var options = Parse(
            """
            name: a
            seed: 2010
            dataset: {name: tess}
            features:
              kind: log_mel
              n_fft: 512
              win_length: 400
              top_db: null
              center: false
            model:
              - masking: {}
              - lstm: {units: 128, bidirectional: true}
              - reshape: {shape: [40, 1]}
            training: {learning_rate: 1e-3, clip_norm: .5, tags: {who: no}}
            """);

        options.Seed.ShouldBe(2010UL);
        options.Dataset.ShouldBe(new SampleDataset { Name = "tess" });
        options.Features.ShouldBe(
            new SampleFeatures
            {
                Kind = SampleKind.LogMel,
                FftLength = 512,
                WindowLength = 400,
                TopDecibels = null,
                IsCentered = false,
            });
        options.Model[1].ShouldBe(new SampleLstm { Units = 128, IsBidirectional = true });
        options.Model[2].ShouldBeOfType<SampleReshape>().Shape.ShouldBe([40, 1]);
        options.Training.LearningRate.ShouldBe(0.001);
        options.Training.ClipNorm.ShouldBe(0.5f);
        options.Training.Tags["who"].ShouldBe("no");
    }

    [Fact]
    public void Parse_KeysLeftOut_KeepsDefaultsOfTheSectionWhereItIsUsed()
    {
        var options = Parse(Head + "training: {clip_norm: 1}");

        options.Training.LearningRate.ShouldBe(0.01);
        options.Features.ShouldBe(new SampleFeatures());
        new SampleExperiment
        {
            Name = "",
            Dataset = new SampleDataset { Name = "" },
        }.Training.ClipNorm.ShouldBeNull();
    }

    [Fact]
    public void Parse_SeveralProblems_ReportsAllInOrderOfPlace()
    {
        var problems = ProblemsOf(
            """
            name: a
            dataset: tess
            features:
              n_fft: 512
              win_length: 800
              hop_lenght: 160
              n_mfcc: 0
            model:
              - lstm: {unit: 128}
              - lstn: {units: 128}
            """);

        problems.ShouldBe([
            "a.yaml(5,15): features.win_length is 800, expected at most n_fft (512). Lower it or raise n_fft.",
            "a.yaml(6,3): unknown key 'hop_lenght' in features. Did you mean 'hop_length'?",
            "a.yaml(7,11): features.n_mfcc is 0, expected a whole number from 1 to 512.",
            "a.yaml(9,11): key 'units' is missing in model.0.lstm. Add 'units: NUMBER'.",
            "a.yaml(9,12): unknown key 'unit' in model.0.lstm. Did you mean 'units'?",
            "a.yaml(10,5): unknown kind 'lstn' in model.1. Did you mean 'lstm'?",
        ]);
    }

    /// <summary>The record's own rules meet no item that could not be read.</summary>
    [Fact]
    public void Parse_ItemOfAListCannotBeRead_IsTheOnlyProblem() =>
        Should.Throw<ConfigurationException>(() => YamlOptions.Parse<SampleStack>("layers: [{masking: {}}, {kind: lstm}, {lstm: {units: 2}}]", "a.yaml"))
            .Problems.Select(static problem => problem.ToString())
            .ShouldBe(["a.yaml(1,26): unknown kind 'kind' in layers.1. The kinds are: lstm, masking, reshape."]);

    [Theory]
    [InlineData("n_mfcc: 40.0", "features.n_mfcc is 40.0, expected a whole number from 1 to 512. Write 40.")]
    [InlineData("n_mfcc: \"40\"", "features.n_mfcc is \"40\", expected a whole number from 1 to 512. Remove the quotes.")]
    [InlineData("n_mfcc: 040", "features.n_mfcc is 040, expected a whole number from 1 to 512. Remove the leading zeros.")]
    [InlineData("n_mfcc: forty", "features.n_mfcc is 'forty', expected a whole number from 1 to 512.")]
    [InlineData("n_mfcc:", "features.n_mfcc is empty, expected a whole number from 1 to 512. Give a value or remove the key.")]
    [InlineData("n_mfcc: [40]", "features.n_mfcc is a list, expected a whole number from 1 to 512.")]
    [InlineData("n_mfcc: 99999999999999999999", "features.n_mfcc is 99999999999999999999, expected a whole number from 1 to 512.")]
    [InlineData("hop_length: 99999999999", "features.hop_length is 99999999999, expected a whole number from -2147483648 to 2147483647.")]
    [InlineData("hop_length: -1", "features.hop_length is -1, expected a whole number of at least 1.")]
    [InlineData("top_db: 0", "features.top_db is 0, expected a number above 0.")]
    [InlineData("top_db: 0,5", "features.top_db is 0,5, expected a number above 0. Use a point: 0.5.")]
    [InlineData("top_db: .inf", "features.top_db is '.inf', expected a number above 0.")]
    [InlineData("top_db: 1e999", "features.top_db is 1e999, expected a number that fits 64-bit floating point.")]
    [InlineData("center: yes", "features.center is 'yes', expected true or false. Write true, in lower case and without quotes.")]
    [InlineData("center: False", "features.center is 'False', expected true or false. Write false, in lower case and without quotes.")]
    [InlineData("kind: mfc", "features.kind is 'mfc', expected one of mfcc, log_mel, is09. Did you mean 'mfcc'?")]
    [InlineData("kind: MFCC", "features.kind is 'MFCC', expected one of mfcc, log_mel, is09. Did you mean 'mfcc'?")]
    [InlineData("learning_rate: 0.1", "unknown key 'learning_rate' in features. 'learning_rate' belongs to the section 'training'.")]
    public void Parse_WrongFeature_SaysValueRuleAndNextStep(string line, string message) =>
        ProblemsOf($"{Head}features:\n  {line}\n").ShouldHaveSingleItem().ShouldEndWith(": " + message);

    [Theory]
    [InlineData(
        "features: mfcc",
        "a.yaml(3,11): features is 'mfcc', expected a mapping of options. Its keys are: kind, n_fft, hop_length, win_length, n_mfcc, "
            + "top_db, center.")]
    [InlineData("features:", "a.yaml(3,10): features is empty, expected a mapping of options. Give a value or remove the key.")]
    [InlineData("features: [mfcc]", "a.yaml(3,11): features is a list, expected a mapping of options. Remove the dashes or brackets.")]
    [InlineData("model: {lstm: {units: 1}}", "a.yaml(3,8): model is a mapping with lstm, expected a list.")]
    [InlineData("model: [masking]", "a.yaml(3,9): model.0 is 'masking', expected one kind with its options. Write 'masking: {}'.")]
    [InlineData(
        "model: [masking: ]",
        "a.yaml(3,18): model.0.masking is empty, expected a mapping of options. Write 'masking: {}' when it needs none.")]
    [InlineData(
        "model:\n  - lstm: {}\n    units: 3",
        "a.yaml(4,5): model.0 is a mapping with lstm, units, expected one kind with its options. Indent the options below their kind, "
            + "or put each kind into an item of its own.")]
    [InlineData("model: [reshape: {shape: []}]", "a.yaml(3,26): model.0.reshape.shape has 0 items, expected at least 1.")]
    [InlineData(
        "model: [reshape: {shape: [40, x]}]",
        "a.yaml(3,31): model.0.reshape.shape.1 is 'x', expected a whole number of at least 1.")]
    [InlineData("seed: -1", "a.yaml(3,7): seed is -1, expected a whole number from 0 to 18446744073709551615.")]
    [InlineData("hop_length: 3", "a.yaml(3,1): unknown key 'hop_length'. 'hop_length' belongs to the section 'features'.")]
    [InlineData("zzz: 3", "a.yaml(3,1): unknown key 'zzz'. Known keys are: name, seed, dataset, features, model, training.")]
    [InlineData("seed: 1\nseed: 2", "a.yaml(4,1): key 'seed' is given twice in the file, first in line 3. Keep one of the two.")]
    [InlineData("features: &f {n_fft: 512}", "a.yaml(3,11): features carries the anchor '&f', expected none. Remove it.")]
    [InlineData(
        "seed: !!int 3",
        "a.yaml(3,7): seed carries the tag 'tag:yaml.org,2002:int', expected none. Remove it; every key has its type already.")]
    [InlineData("features:\n\tn_fft: 512", "a.yaml(4,1): the line is indented with a tab, expected spaces. Replace the tab by spaces.")]
    public void Parse_WrongForm_SaysWhereAndWhatToDo(string lines, string message) =>
        ProblemsOf(Head + lines + "\n").ShouldHaveSingleItem().ShouldBe(message);

    [Fact]
    public void Parse_PathGivenInFile_PointsToTheCommandLine() =>
        ProblemsOf("name: a\ndataset: {name: tess, source: /data}")
            .ShouldHaveSingleItem()
            .ShouldBe(
                "a.yaml(2,31): dataset.source is '/data', expected nothing in a file, because it differs between machines. Remove the "
                    + "line and pass --set=dataset.source=VALUE.");

    [Fact]
    public void Parse_UnclosedBracket_SaysThatItIsNoYaml() =>
        ProblemsOf("name: a\nmodel: [lstm\n")
            .ShouldHaveSingleItem()
            .ShouldMatch(
                @"^a\.yaml\(\d+,\d+\): this is not valid YAML: .*\. Check indentation, colons, brackets and quotes here and one line above\.$");

    [Fact]
    public void Parse_EmptyText_SaysSo() =>
        ProblemsOf("# nothing\n")
            .ShouldHaveSingleItem()
            .ShouldBe("a.yaml: the file is empty, expected keys with values. Start from an example.");

    [Fact]
    public void Parse_TwoDocuments_RefusesTheSecond() =>
        ProblemsOf(Head + "---\nname: b\n")
            .ShouldHaveSingleItem()
            .ShouldBe("a.yaml(3,1): a second document starts here ('---'), expected one a file. Put it into a file of its own.");

    [Fact]
    public void Parse_HostileNesting_IsRefusedWithoutExhaustingTheStack() =>
        ProblemsOf("name: " + new string('[', 20000)).ShouldHaveSingleItem().ShouldContain("nested deeper than 64 levels");

    [Fact]
    public void Parse_GermanCulture_ReadsPoints()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Parse(Head + "training: {learning_rate: 0.25}").Training.LearningRate.ShouldBe(0.25);
            ProblemsOf(Head + "training: {learning_rate: 10.5}")
                .ShouldHaveSingleItem()
                .ShouldEndWith("is 10.5, expected a number above 0 and at most 10.");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Read_PathWithSpacesAndUmlauts_Works()
    {
        var folder = Directory.CreateTempSubdirectory("Bäckerei öfen ");
        try
        {
            var path = Path.Combine(folder.FullName, "größe 1.yaml");
            File.WriteAllText(path, Head);
            YamlOptions.Read<SampleExperiment>(path).Dataset.Name.ShouldBe("tess");

            File.WriteAllBytes(path, [0x6E, 0xFF]);
            Should
                .Throw<ConfigurationException>(() => YamlOptions.Read<SampleExperiment>(path, "größe 1.yaml"))
                .Message.ShouldBe("größe 1.yaml: byte 1 is not UTF-8, expected UTF-8 text. Save the file as UTF-8.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Read_MissingFile_SaysSo() =>
        Should
            .Throw<ConfigurationException>(() => YamlOptions.Read<SampleExperiment>("/nowhere/x.yaml", "experiments/x.yaml"))
            .Message.ShouldBe("experiments/x.yaml: there is no such file. Check the name and the folder.");

    [Fact]
    public void Problem_UnknownKey_HasTypedFields()
    {
        var problem = Should.Throw<ConfigurationException>(() => Parse(Head + "features: {n_fft: 1}")).Problems.ShouldHaveSingleItem();

        problem.ShouldBe(
            new ConfigurationProblem(
                "a.yaml",
                3,
                19,
                "features.n_fft",
                "1",
                "a whole number from 2 to 65536",
                "features.n_fft is 1, expected a whole number from 2 to 65536."));
    }

    [Fact]
    public void Parse_OneOfManyAndOtherKeys_AreListsUnderTheirNames()
    {
        var one = YamlOptions.Parse<SampleSelection>("names: a\ncolour: red\nsize: [1, 2]\n", "a.yaml");

        one.Names.ShouldBe(["a"]);
        one.Columns["colour"].ShouldBe(["red"]);
        one.Columns["size"].ShouldBe(["1", "2"]);
        YamlOptions.Flatten(one, "where").ShouldBe(
            new Dictionary<string, string> { ["where.names"] = "[a]", ["where.colour"] = "[red]", ["where.size"] = "[\"1\", \"2\"]" },
            ignoreOrder: true);
        Bakeoff.Options.Resolution.OptionsWriter.Write(one)
            .ShouldBe("names: [a]\nmost: null\ncolour: [red]\nsize: [\"1\", \"2\"]\n");
    }

    [Fact]
    public void Flatten_ParameterIfGiven_IsLeftOutAtItsDefault()
    {
        YamlOptions.Flatten(new SampleSelection(), "where").ShouldBe(new Dictionary<string, string> { ["where.names"] = "[]" });
        YamlOptions.Flatten(new SampleSelection { Most = 3 }, "where")["where.most"].ShouldBe("3");
    }

    private sealed record SampleSelection
    {
        [OneOrMany]
        public IReadOnlyList<string> Names { get; init; } = [];

        [ParameterIfGiven]
        public int? Most { get; init; }

        [OtherKeys, OneOrMany]
        public IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
    }

    private static SampleExperiment Parse(string yaml) => YamlOptions.Parse<SampleExperiment>(yaml, "a.yaml");

    private static IReadOnlyList<string> ProblemsOf(string yaml) =>
        [.. Should.Throw<ConfigurationException>(() => Parse(yaml)).Problems.Select(p => p.ToString())];
}
