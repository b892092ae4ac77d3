using System.Globalization;
using Bakeoff.Options.Resolution;
using Bakeoff.Testing;

namespace Bakeoff.Options.Tests.Resolution;

public sealed class OptionsReaderTests
{
    private const string Baseline = """
        # Question: what does a baseline reach?
        name: baseline
        seed: 2010
        dataset: tess
        features:
          n_fft: 1024
          hop_length: 256
        model:
          - masking: {}
          - lstm: {units: 128}
        """;

    [Fact]
    public void Read_Extends_MergesMappingsAndReplacesLists()
    {
        using var folder = new SampleFolder(
            ("baseline", Baseline),
            ("wide", "name: wide\nextends: baseline\nfeatures: {hop_length: 128}\nmodel: [lstm: {units: 512}]"));

        var options = folder.Read("wide");

        options.Name.ShouldBe("wide");
        options.Seed.ShouldBe(2010UL);
        options.Dataset.Name.ShouldBe("tess");
        options.Features.FftLength.ShouldBe(1024);
        options.Features.HopLength.ShouldBe(128);
        options.Model.ShouldBe([new SampleLstm { Units = 512 }]);
    }

    [Fact]
    public void Read_NamesInEitherNormalForm_AreOne()
    {
        var decomposed = "mu\u0308de";
        using var folder = new SampleFolder(("baseline", $"name: baseline\nseed: 1\ndataset: '{decomposed}\u00A0x'\n"));

        folder.Read("baseline").Dataset.Name.ShouldBe("m\u00FCde x");
        folder.Read("baseline", $"dataset.name={decomposed}").Dataset.Name.ShouldBe("m\u00FCde");
    }

    [Fact]
    public void Read_InvisibleCharacters_AreRefused()
    {
        using var folder = new SampleFolder(("baseline", "name: baseline\nse\u200Bed: 1\ndataset: te\u202Ess\n"));

        folder
            .ProblemsOf("baseline")
            .ShouldBe([
                "experiments/baseline.yaml(2,1): key 'seed' in the file holds U+200B, which nobody sees, expected visible characters. "
                    + "Delete "
                    + "and type it again.",
                "experiments/baseline.yaml(3,10): dataset.name holds U+202E, which nobody sees, expected visible characters. Delete "
                    + "and type "
                    + "it again.",
            ]);
    }

    [Fact]
    public void Read_ExtendsWithoutOwnName_AsksForIt()
    {
        using var folder = new SampleFolder(("baseline", Baseline), ("wide", "extends: baseline"));

        folder.ProblemsOf("wide").ShouldBe(["experiments/wide.yaml(1,1): key 'name' is missing in the file. Add 'name: TEXT'."]);
    }

    [Fact]
    public void Read_ExtendsInACycle_NamesTheWholePath()
    {
        using var folder = new SampleFolder(
            ("a", "name: a\nextends: b"),
            ("b", "name: b\nextends: c"),
            ("c", "name: c\nextends: a\ndataset: tess"));

        folder.ProblemsOf("a").ShouldBe(["experiments/c.yaml(2,10): extends makes a cycle: a -> b -> c -> a. Remove one of these."]);
    }

    [Theory]
    [InlineData("name: wide\nextends: wide", "experiments/wide.yaml(2,10): extends makes a cycle: wide -> wide. Remove one of these.")]
    [InlineData(
        "name: wide\nextends: [baseline]",
        "experiments/wide.yaml(2,10): extends is a list, expected the name of one experiment. Write extends: NAME.")]
    [InlineData(
        "name: wide\nextends: ../baseline",
        "experiments/wide.yaml(2,10): extends is '../baseline', expected the name of a file in experiments/ without '.yaml'. Did you "
            + "mean 'baseline'?")]
    public void Read_ExtendsUnusable_IsTheOnlyProblem(string yaml, string expected)
    {
        using var folder = new SampleFolder(("baseline", Baseline), ("wide", yaml));

        folder.ProblemsOf("wide").ShouldBe([expected], "keys that the other file may hold are not called missing");
    }

    [Fact]
    public void Read_ExtendsUnknownExperiment_OffersTheNearest()
    {
        using var folder = new SampleFolder(("baseline", Baseline), ("wide", "name: wide\ndataset: tess\nextends: basline"));

        folder
            .ProblemsOf("wide")
            .ShouldBe([
                "experiments/wide.yaml(3,10): extends is 'basline', expected an experiment with a file experiments/NAME.yaml. Did you "
                    + "mean 'baseline'? There are: baseline, wide.",
            ]);
    }

    [Fact]
    public void Read_ProblemInBase_NamesTheBaseFile()
    {
        using var folder = new SampleFolder(
            ("baseline", Baseline.Replace("n_fft", "n_ftf")),
            ("wide", "name: wide\nextends: baseline\nseed: x"));

        folder
            .ProblemsOf("wide")
            .ShouldBe(
                [
                    "experiments/wide.yaml(3,7): seed is 'x', expected a whole number.",
                    "experiments/baseline.yaml(6,3): unknown key 'n_ftf' in features. Did you mean 'n_fft'?",
                ],
                ignoreOrder: true);
    }

    [Theory]
    [InlineData(
        "basline",
        "experiments: experiment 'basline' does not exist, expected an experiment with a file experiments/NAME.yaml. Did you mean "
            + "'baseline'? There are: baseline, other.")]
    [InlineData(
        "zzz",
        "experiments: experiment 'zzz' does not exist, expected an experiment with a file experiments/NAME.yaml. There are: baseline, "
            + "other.")]
    [InlineData(
        "../baseline",
        "experiments: experiment '../baseline' is not a plain name, expected the name of a file in experiments/ without '.yaml'. Did "
            + "you mean 'baseline'?")]
    [InlineData(
        "experiments/baseline.yaml",
        "experiments: experiment 'experiments/baseline.yaml' is not a plain name, expected the name of a file in experiments/ without "
            + "'.yaml'. Did you mean 'baseline'?")]
    [InlineData(
        "a\\b",
        "experiments: experiment 'a\\b' is not a plain name, expected the name of a file in experiments/ without '.yaml'. Leave out "
            + "folders and '.yaml'.")]
    [InlineData(
        "..",
        "experiments: experiment '..' is not a plain name, expected the name of a file in experiments/ without '.yaml'. Leave out "
            + "folders and '.yaml'.")]
    [InlineData(
        "",
        "experiments: experiment '' is not a plain name, expected the name of a file in experiments/ without '.yaml'. Leave out "
            + "folders and '.yaml'.")]
    [InlineData(
        "baseline.lock",
        "experiments: experiment 'baseline.lock' does not exist, expected an experiment with a file experiments/NAME.yaml. Did you "
            + "mean 'baseline'? There are: baseline, other.")]
    public void Read_NameOfNoExperiment_OffersNamesThatExist(string name, string message)
    {
        using var folder = new SampleFolder(("baseline", Baseline), ("other", Baseline), ("baseline.lock", "{}"));

        folder.ProblemsOf(name).ShouldBe([message]);
    }

    [Fact]
    public void Read_NoExperimentsFolder_SaysThatThereAreNone()
    {
        using var folder = new SampleFolder();
        Directory.Delete(Path.Combine(folder.Root, "experiments"), recursive: true);

        folder
            .ProblemsOf("a")
            .ShouldBe([
                "experiments: experiment 'a' does not exist, expected an experiment with a file experiments/NAME.yaml. There are none yet.",
            ]);
    }

    [Fact]
    public void Read_NameUnlikeFile_SaysBothWaysOut()
    {
        using var folder = new SampleFolder(("copy", Baseline));

        folder
            .ProblemsOf("copy")
            .ShouldBe([
                "experiments/copy.yaml(2,7): name is 'baseline', expected 'copy', the name of the file. Write name: copy, or rename "
                    + "the file.",
            ]);
    }

    [Fact]
    public void Read_Sets_AreTypedAndTheLastWins()
    {
        using var folder = new SampleFolder(("baseline", Baseline));

        var options = folder.Read(
            "baseline",
            "features.n_mfcc=13",
            "features.n_mfcc=20",
            "model.1.lstm.units=64",
            "dataset.source=/data/[x]: ä b",
            "training.learning_rate=1e-4",
            "training.tags.who=no",
            "features.top_db=null",
            "features.kind=log_mel");

        options.Features.MfccCount.ShouldBe(20);
        options.Features.FftLength.ShouldBe(1024);
        options.Features.TopDecibels.ShouldBeNull();
        options.Features.Kind.ShouldBe(SampleKind.LogMel);
        options.Model[1].ShouldBe(new SampleLstm { Units = 64 });
        options.Dataset.ShouldBe(new SampleDataset { Name = "tess", Source = "/data/[x]: ä b" });
        options.Training.LearningRate.ShouldBe(1e-4);
        options.Training.Tags["who"].ShouldBe("no");
    }

    [Fact]
    public void Read_SetOfWholeLists_ReadsFlowYaml()
    {
        using var folder = new SampleFolder(("baseline", Baseline));

        var options = folder.Read(
            "baseline",
            "model=[reshape: {shape: [40, 1]}, lstm: {units: 8}]",
            "model.0.reshape.shape=[20, 2]",
            "dataset=crema-d");

        options.Model[0].ShouldBeOfType<SampleReshape>().Shape.ShouldBe([20, 2]);
        options.Model[1].ShouldBe(new SampleLstm { Units = 8 });
        options.Dataset.Name.ShouldBe("crema-d");
    }

    [Fact]
    public void Read_KindWithAValueAlone_IsItsFirstKey()
    {
        using var folder = new SampleFolder(("baseline", Baseline));

        folder.Read("baseline", "model=[lstm: 64]").Model.ShouldBe([new SampleLstm { Units = 64 }]);
        folder
            .Read("baseline", "model=[lstm: 64]", "model.0.lstm.bidirectional=true")
            .Model.ShouldBe([new SampleLstm { Units = 64, IsBidirectional = true }]);
        folder
            .ProblemsOf("baseline", "model=[lstm: many]")
            .ShouldHaveSingleItem()
            .ShouldEndWith("model.0.lstm.units is 'many', expected a whole number from 1 to 65536.");
        folder
            .ProblemsOf("baseline", "model=[masking: 3]")
            .ShouldHaveSingleItem()
            .ShouldEndWith("model.0.masking is 3, expected a mapping of options. Write 'masking: {}' when it needs none.");
    }

    [Theory]
    [InlineData("training.lr=0.1", "unknown key 'lr' in training. Did you mean 'learning_rate'?")]
    [InlineData("lr=0.1", "unknown key 'lr'. 'lr' belongs to the section 'training', where it is called 'learning_rate'.")]
    [InlineData("model=[recurrent: 3]", "unknown kind 'recurrent' in model.0. Did you mean 'lstm'?")]
    [InlineData("features.kind=fbank", "features.kind is 'fbank', expected one of mfcc, log_mel, is09. Did you mean 'log_mel'?")]
    public void Read_NameOfAnotherTool_OffersOurs(string set, string message)
    {
        using var folder = new SampleFolder(("baseline", Baseline));

        folder.ProblemsOf("baseline", set).ShouldHaveSingleItem().ShouldEndWith(message);
    }

    [Theory]
    [InlineData("features.n_mfc=13", "unknown key 'n_mfc' in features. Did you mean 'n_mfcc'?")]
    [InlineData("featurs.n_mfcc=13", "unknown key 'featurs'. Did you mean 'features'?")]
    [InlineData("n_mfcc=13", "unknown key 'n_mfcc'. 'n_mfcc' belongs to the section 'features'.")]
    [InlineData("features.n_mfcc=many", "features.n_mfcc is 'many', expected a whole number from 1 to 512.")]
    [InlineData("features.n_mfcc=0", "features.n_mfcc is 0, expected a whole number from 1 to 512.")]
    [InlineData("features.n_mfcc=", "features.n_mfcc is empty, expected a whole number from 1 to 512. Give a value or remove the key.")]
    [InlineData("features.n_mfcc.x=3", "features.n_mfcc takes a whole number, there is no 'x' in it. Use features.n_mfcc=VALUE.")]
    [InlineData("features.win_length=4096", "features.win_length is 4096, expected at most n_fft (1024). Lower it or raise n_fft.")]
    [InlineData(
        "model.7.lstm.units=3",
        "model is a list of 2 items, expected a position counted from 0, not '7'. Positions are: 0 (masking), 1 (lstm).")]
    [InlineData(
        "model.lstm.units=3",
        "model is a list of 2 items, expected a position counted from 0, not 'lstm'. Positions are: 0 (masking), 1 (lstm).")]
    [InlineData(
        "model.0.lstm.units=3",
        "model.0 is masking, not 'lstm'. Use model.0.masking, or replace the whole item: model.0={lstm: {...}}.")]
    [InlineData("model.1.lstm.unit=3", "unknown key 'unit' in model.1.lstm. Did you mean 'units'?")]
    [InlineData("model=[lstm", "model is '[lstm', expected a list. Close the bracket.")]
    [InlineData("features.n_mfcc", "expected KEY=VALUE with a dotted key. An example: --set=features.n_mfcc=13.")]
    [InlineData("=3", "expected KEY=VALUE with a dotted key. An example: --set=features.n_mfcc=13.")]
    [InlineData("features..n_mfcc=3", "expected KEY=VALUE with a dotted key. An example: --set=features.n_mfcc=13.")]
    [InlineData("name=other", "name can only stand in the file. Copy the file under a new name to change it.")]
    [InlineData("extends=other", "extends can only stand in the file. Copy the file under a new name to change it.")]
    public void Read_WrongSet_SaysWhichAndWhatToDo(string set, string message)
    {
        using var folder = new SampleFolder(("baseline", Baseline));

        folder.ProblemsOf("baseline", set).ShouldBe([$"--set={set}: {message}"]);
    }

    [Fact]
    public void Flatten_DefaultsFileAndSet_SaysWhereEachValueCameFrom()
    {
        using var folder = new SampleFolder(("baseline", Baseline), ("wide", "name: wide\nextends: baseline\nfeatures: {hop_length: 128}"));

        var lines = folder
            .Flatten("wide", "training.learning_rate=0.00001", "dataset.source=/data")
            .Select(p => $"{p.Key} = {p.Value} <- {p.Origin}");

        lines.ShouldBe([
            "seed = 2010 <- experiments/baseline.yaml(3)",
            "dataset.name = tess <- experiments/baseline.yaml(4)",
            "features.kind = mfcc <- default",
            "features.n_fft = 1024 <- experiments/baseline.yaml(6)",
            "features.hop_length = 128 <- experiments/wide.yaml(3)",
            "features.win_length = null <- default",
            "features.n_mfcc = 40 <- default",
            "features.top_db = 80 <- default",
            "features.center = true <- default",
            "model.0.masking = {} <- experiments/baseline.yaml(9)",
            "model.1.lstm.units = 128 <- experiments/baseline.yaml(10)",
            "model.1.lstm.bidirectional = false <- default",
            "training.learning_rate = 1e-05 <- --set",
            "training.clip_norm = null <- default",
            "training.tags = {} <- default",
        ]);
    }

    [Fact]
    public void Write_ResolvedOptions_ReadBackEqual()
    {
        using var folder = new SampleFolder(("baseline", Baseline));
        var german = CultureInfo.GetCultureInfo("de-DE");
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = german;
        try
        {
            var sets = new[]
            {
                "training.learning_rate=0.25",
                "training.tags={a b: \"no\", c: \"x\\\"y: #z\\n\"}",
                "dataset.source=/data",
                "model=[reshape: {shape: [40, 1]}, masking: {}]",
            };
            var yaml = OptionsWriter.Write(folder.Read("baseline", sets));

            yaml.ShouldBe(
                """
                name: baseline
                seed: 2010
                dataset:
                  name: tess
                features:
                  kind: mfcc
                  n_fft: 1024
                  hop_length: 256
                  win_length: null
                  n_mfcc: 40
                  top_db: 80
                  center: true
                model:
                  - reshape: {shape: [40, 1]}
                  - masking: {}
                training:
                  learning_rate: 0.25
                  clip_norm: null
                  tags:
                    "a b": "no"
                    c: "x\"y: #z\n"

                """.ReplaceLineEndings("\n"));

            folder.Write("baseline", yaml);
            OptionsWriter.Write(folder.Read("baseline")).ShouldBe(yaml);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
