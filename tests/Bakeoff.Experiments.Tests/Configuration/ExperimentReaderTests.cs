using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Encoders.FineTuning;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Neural.Training;
using Bakeoff.Options;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Configuration;

public sealed class ExperimentReaderTests
{
    public static TheoryData<string> Names => [.. ExperimentReader.ListNames(Fixture.RepositoryRoot)];

    [Fact]
    public void ListNames_Repository_HoldsTheFirstFourExperiments() =>
        ExperimentReader
            .ListNames(Fixture.RepositoryRoot)
            .ShouldBeSubsetOf([
                "lstm-baseline",
                "lstm-mean-mfcc",
                "lstm-speaker",
                "quickstart",
                .. ExperimentReader.ListNames(Fixture.RepositoryRoot),
            ]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_EveryExperiment_AsksAQuestionAndReadsBackFromItsYaml(string name)
    {
        var experiment = ExperimentReader.Read(Fixture.RepositoryRoot, name, []);
        experiment.Options.Question.ShouldNotBeNullOrWhiteSpace();
        using var folder = new SampleFolder((name, experiment.ToYaml()));
        for (var dataset = experiment.Options.Dataset.Name; dataset is not null;)
        {
            var file = Path.Combine("experiments", "datasets", $"{dataset}.yaml");
            File.Copy(Path.Combine(Fixture.RepositoryRoot, file), Path.Combine(folder.Root, file), overwrite: true);
            const string Base = "extends: ";
            dataset = File.ReadLines(Path.Combine(folder.Root, file))
                .FirstOrDefault(static line => line.StartsWith(Base, StringComparison.Ordinal))?[Base.Length..];
        }

        foreach (var member in experiment.Options.Ensemble?.Of ?? [])
        {
            var file = Path.Combine("experiments", $"{member}.yaml");
            File.Copy(Path.Combine(Fixture.RepositoryRoot, file), Path.Combine(folder.Root, file));
        }

        var again = ExperimentReader.Read(folder.Root, name, []);

        again.ToYaml().ShouldBe(experiment.ToYaml());
        ExperimentDifference.Between(experiment, again).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "quickstart-groups",
        "evaluate.groups=[voic]",
        "evaluate.groups is 'voic', expected one of pitch_hz, voice. Did you mean 'voice'?")]
    [InlineData(
        "quickstart-dimensions",
        "references=[{value: 0.6, protocol: none, citation: none}]",
        "references.0.metric is uar, which is of labels, but numbers are predicted. State ccc, pearson, mae or rmse.")]
    [InlineData(
        "quickstart",
        "references=[{value: 0.6, metric: ccc, protocol: none, citation: none}]",
        "references.0.metric is ccc, which is of numbers, but labels are predicted. State uar, accuracy or another metric of labels.")]
    public void Read_WhatTheExperimentCannotHave_IsRefusedBeforeAnythingRuns(string name, string set, string problem) =>
        Should.Throw<ConfigurationException>(() => ExperimentReader.Read(Fixture.RepositoryRoot, name, [set]))
            .Message.ShouldContain(problem);

    [Fact]
    public void Read_MeanMfcc_IsTheNotebooksNetworkOnTheBaselinesClips()
    {
        var options = ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-mean-mfcc", []).Options;
        var baseline = ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-baseline", []);

        options.Features.Summary.ShouldBe(FeatureSummary.Mean);
        options.Features.OffsetSeconds.ShouldBe(0.5);
        options.Features.DurationSeconds.ShouldBe(3);
        options.Model!.Select(layer => layer.Kind).ShouldBe(["reshape", "lstm", "dropout", "dense", "dropout", "dense", "dropout"]);
        options.Model![0].ShouldBe(new ReshapeOptions { Shape = [40, 1] });
        var other = ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-mean-mfcc", []);
        foreach (var section in new[] { "split", "seed", "dataset" })
        {
            Section(other, section).ShouldBe(Section(baseline, section));
        }
    }

    [Fact]
    public void Read_Speaker_TestsEachSpeakerOnce() =>
        ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-speaker", []).Options.Split.By.ShouldBe(SplitRule.LeaveOneSpeakerOut);

    [Fact]
    public void Read_Targets_HaveLossAndStopMetricOfNumbersUnlessStated()
    {
        const string Yaml = """
            name: a
            dataset: quickstart-ratings
            targets: [arousal, valence]
            split: {by: speaker, test_speakers: [SYN3], acknowledge: [shared_texts], validation: 0.2}
            model: [lstm: {units: 4}]
            """;
        using var folder = new SampleFolder(("a", Yaml));
        const string Dataset = "experiments/datasets/quickstart-ratings.yaml";
        File.Copy(Path.Combine(Fixture.RepositoryRoot, Dataset), Path.Combine(folder.Root, Dataset));

        var training = ExperimentReader.Read(folder.Root, "a", []).Options.Training!;
        var stated = ExperimentReader.Read(folder.Root, "a", ["training.loss=mse", "training.stop_on=train_loss"]).Options.Training!;

        (training.Loss, training.StopOn).ShouldBe((new CccOptions(), StopMetric.ValidationCcc));
        (stated.Loss, stated.StopOn).ShouldBe((new MseOptions(), StopMetric.TrainLoss));
    }

    [Theory]
    [InlineData("training.class_weights=balanced", "training.class_weights is of classes, but numbers are predicted. Leave it out.")]
    [InlineData("training.loss=focal", "training.loss is focal, which is for classes, but numbers are predicted.")]
    [InlineData("training.stop_on=validation_uar", "training.stop_on is validation_uar, which is of classes, but numbers are predicted.")]
    public void Read_TargetsWithSettingsOfClasses_NamesTheKey(string set, string message) =>
        Should.Throw<ConfigurationException>(() => ExperimentReader.Read(
                Fixture.RepositoryRoot,
                "quickstart",
                ["targets=arousal", "dataset=quickstart-ratings", "training.stop_on=validation_ccc", set]))
            .Message.ShouldContain(message);

    [Theory]
    [InlineData("mix", 2, "model.0.layer_mix is 2, expected 3, the states of ")]
    [InlineData("last", 3, "model.0.layer_mix is 3, but features.kind.encoder.layer is last, one state, expected mix there.")]
    [InlineData("mix", 3, null)]
    public void Read_LayerMix_IsComparedWithTheEncodersStates(string layer, int states, string? message)
    {
        string[] sets =
        [
            $"features={{kind: {{encoder: {{model: '{Fixture.Path("encoders/wav2vec2-base")}', layer: {layer}}}}}, sample_rate_hz: 16000}}",
            string.Create(CultureInfo.InvariantCulture, $"model=[layer_mix: {states}, lstm: {{units: 4}}]"),
        ];

        if (message is null)
        {
            ExperimentReader.Read(Fixture.RepositoryRoot, "quickstart", sets).Options.Model![0]
                .ShouldBe(new LayerMixOptions { States = states });
            return;
        }

        Should.Throw<ConfigurationException>(() => ExperimentReader.Read(Fixture.RepositoryRoot, "quickstart", sets))
            .Message.ShouldContain(message);
    }

    [Fact]
    public void Read_ClassesWithLossOfNumbers_SaysSo() =>
        Should.Throw<ConfigurationException>(static () =>
                ExperimentReader.Read(Fixture.RepositoryRoot, "quickstart", ["training.loss=ccc"]))
            .Message.ShouldContain("training.loss is ccc, which is for numbers, but classes are predicted. Use cross_entropy or focal.");

    [Fact]
    public void Read_DatasetSource_StaysOutOfParametersAndYaml()
    {
        var experiment = ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-baseline", ["dataset.source=/archive with spaces/tëss.zip"]);

        experiment.DatasetSource.ShouldBe("/archive with spaces/tëss.zip");
        experiment.Parameters.ShouldNotContain(p => p.Key.Contains("source"));
        experiment.ToYaml().ShouldNotContain("tëss");
        experiment.ToYaml().ShouldBe(ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-baseline", []).ToYaml());
    }

    [Fact]
    public void Read_NestedRuleBroken_IsReportedOnce() =>
        Should
            .Throw<ConfigurationException>(() =>
                ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-baseline", ["training.schedule.factor=2"]))
            .Message.ShouldBe(
                "--set=training.schedule.factor=2: training.schedule.factor is 2, expected above 0 and below 1. The usual value is 0.5.");

    [Theory]
    [InlineData(
        "lstm-baseline",
        "dataset=tes",
        "--set=dataset=tes: dataset.name is 'tes', expected a corpus described in experiments/datasets/NAME.yaml. Did you mean 'tess'? "
            + "There are: ")]
    [InlineData(
        "lstm-mean-mfcc",
        "features.n_mfcc=13",
        "experiments/lstm-mean-mfcc.yaml(10,14): model.0.reshape does not fit: reshape_1: input shape is [clips, frames, 13], expected "
            + "40 values per clip. Make the axes of shape multiply to the number of values of a clip.")]
    [InlineData(
        "lstm-baseline",
        "model.1.lstm.return_sequences=true",
        "experiments/lstm-baseline.yaml(19,3): model does not fit: output: input shape is [clips, frames, 64], expected one row per "
            + "clip [clips, features]. End the layers")]
    [InlineData(
        "lstm-baseline",
        "model=[lstm: {}, masking: {}]",
        "--set=model=[lstm: {}, masking: {}]: model.1.masking does not fit: masking_1: input shape is [clips, 128], expected the "
            + "frames of the clips, as the first layer. Move masking to the top of model.")]
    public void Read_WhatWouldStopALaterStage_IsFoundBeforeTheFirst(string name, string set, string message) =>
        Should
            .Throw<ConfigurationException>(() => ExperimentReader.Read(Fixture.RepositoryRoot, name, [set]))
            .Problems.ShouldHaveSingleItem()
            .ToString()
            .ShouldStartWith(message);

    [Fact]
    public void Read_MemberOfASweep_IsFoundByItsNameAndItsNumber()
    {
        using var folder = new SampleFolder(
            ("a", SweepExpanderTests.Baseline + "seeds: [1, 2]\n"),
            ("b", SweepExpanderTests.Baseline.Replace("name: a", "name: b")));

        ExperimentReader.Read(folder.Root, "a+seed=2", []).Options.Seed.ShouldBe(2UL);
        ExperimentReader.Read(folder.Root, "a+2", []).Name.ShouldBe("a+seed=2");
        ExperimentReader.Read(folder.Root, "a+2", ["features.n_mfcc=13"]).Name.ShouldBe("a@features.n_mfcc=13+seed=2");
        ExperimentReader.Read(folder.Root, "a@features.n_mfcc=13+2", []).Name.ShouldBe("a@features.n_mfcc=13+seed=2");
        Refusal("a+seed=3")
            .ShouldBe(
                "experiments/a.yaml: there is no member 'a+seed=3'. Did you mean 'a+seed=1'? Its 2 members are 'a+1' (a+seed=1) to "
                    + "'a+2'.");
        Refusal("a+0").ShouldBe("experiments/a.yaml: there is no member 'a+0'. Its 2 members are 'a+1' (a+seed=1) to 'a+2'.");
        Refusal("b+1").ShouldBe("experiments/b.yaml: there is no member 'b+1'. The file has neither sweep nor seeds.");

        string Refusal(string name) =>
            Should.Throw<ConfigurationException>(() => ExperimentReader.Read(folder.Root, name, [])).Message;
    }

    [Theory]
    [InlineData("", "lstm-speaker")]
    [InlineData("dataset.source=/x;tracking.system_metrics=false;seed=2010;features.n_fft=2048", "lstm-speaker")]
    [InlineData("training.learning_rate=1e-4", "lstm-speaker@training.learning_rate=0.0001")]
    [InlineData("training.epochs=5;seed=7;training.epochs=6", "lstm-speaker@seed=7@training.epochs=6")]
    [InlineData("model.1.lstm.units=9", "lstm-speaker@model.1.lstm.units=9")]
    [InlineData("model=[lstm: {units: 2}]", "lstm-speaker@model=[lstm%3A {units%3A 2}]")]
    [InlineData("dataset=emodb", "lstm-speaker@dataset=emodb")]
    public void Read_OptionsThatChangeParameters_NameAVariantThatIsReadBack(string sets, string expected)
    {
        var experiment = ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-speaker", sets.Split(';', StringSplitOptions.RemoveEmptyEntries));
        var again = ExperimentReader.Read(Fixture.RepositoryRoot, expected, []);

        experiment.Name.ShouldBe(expected);
        again.Name.ShouldBe(expected);
        ExperimentDifference.Between(experiment, again).ShouldBeEmpty();
    }

    [Fact]
    public void Read_VariantNamedByADigest_AsksForTheOptions() =>
        Should
            .Throw<ConfigurationException>(static () => ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-speaker@=1a2b3c4d", []))
            .Message.ShouldBe(
                "experiments/lstm-speaker.yaml: 'lstm-speaker@=1a2b3c4d' stands for values that are too long for a name. Name the "
                    + "experiment and give each by --set again.");

    [Fact]
    public void Read_MemberOfAVariant_IsFound()
    {
        using var folder = new SampleFolder(("a", "name: a\ndataset: tess\nsplit: {}\nmodel: [lstm: {}]\nseeds: [1, 2]"));

        ExperimentReader.Read(folder.Root, "a+seed=2", ["features.n_mfcc=13"]).Name.ShouldBe("a@features.n_mfcc=13+seed=2");
        ExperimentReader.Read(folder.Root, "a@features.n_mfcc=13+seed=2", []).Options.Seed.ShouldBe(2UL);
    }

    [Fact]
    public void Print_Experiment_ShowsValueAndOriginOfEveryParameter()
    {
        var lines = ExperimentPrinter
            .Print(ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-speaker", ["features.n_mfcc=13", "dataset.source=/x"]))
            .Split('\n')
            .Select(line => string.Join('|', line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
            .ToList();

        lines.ShouldContain("features.n_mfcc|13|--set");
        lines.ShouldContain("features.n_fft|2048|lstm-baseline.yaml(9)");
        lines.ShouldContain("split.by|leave_one_speaker_out|lstm-speaker.yaml(6)");
        lines.ShouldContain("features.top_db|80|default");
        lines.ShouldContain("dataset.source|/x|--set, not a parameter");
    }

    [Fact]
    public void PrintDifferences_TwoExperiments_ShowsOnlyWhatDiffers()
    {
        var baseline = ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-baseline", []);
        var speaker = ExperimentReader.Read(Fixture.RepositoryRoot, "lstm-speaker", []);

        ExperimentPrinter
            .PrintDifferences(baseline, speaker)
            .ShouldBe(
                "                   lstm-baseline                    lstm-speaker\n"
                    + "split.by           random                           leave_one_speaker_out\n"
                    + "split.acknowledge  [shared_speakers, shared_texts]  [shared_texts]\n");
        ExperimentPrinter.PrintDifferences(baseline, baseline).ShouldBe("lstm-baseline and lstm-baseline have equal parameters.\n");
    }

    [Fact]
    public void Between_OtherLayers_ShowsMissingKeysOnBothSides()
    {
        var differences = ExperimentDifference.Between(
            ExperimentReader.Read(Fixture.RepositoryRoot, "quickstart", ["model=[lstm: {units: 20}, dropout: {}]"]),
            ExperimentReader.Read(Fixture.RepositoryRoot, "quickstart", ["model=[lstm: {units: 20}, reshape: {shape: [20]}]"]));

        differences.Select(d => d.ToString()).ShouldBe(["model.1.dropout.rate: 0.2 -> (none)", "model.1.reshape.shape: (none) -> [20]"]);
    }

    private static IEnumerable<(string Key, string Value)> Section(ResolvedExperiment experiment, string section) =>
        experiment
            .Parameters.Where(p => p.Key == section || p.Key.StartsWith(section + ".", StringComparison.Ordinal))
            .Select(p => (p.Key, p.Value));

    [Fact]
    public void Read_EncoderThatIsTrained_HasTheEncoderOfTheFeatures()
    {
        using var folder = Tuned("layer: convolutions", "normalization: none\nengine: torchsharp", "encoder: {learning_rate: 2e-5}");

        var layer = ExperimentReader.Read(folder.Root, "a", []).Options.Model![0].ShouldBeOfType<EncoderOptions>();

        layer.Model.ShouldBe(Fixture.Path("encoders/hubert-base"));
        layer.LearningRate.ShouldBe(2e-5);
    }

    [Fact]
    public void Read_EncoderThatCannotBeTrained_SaysAllThatIsWrong()
    {
        using var folder = Tuned("layer: last", "", "dense: {units: 4}, encoder: {}");

        var problems = Should.Throw<ConfigurationException>(() => ExperimentReader.Read(folder.Root, "a", [])).Problems;

        problems.Select(static problem => problem.Message).ShouldBe(
            [
                "model.1.encoder is behind another layer, expected it as the first. Move it.",
                "model.1.encoder is given, expected features: {kind: {encoder: {model: NAME, layer: convolutions}}}, every frame of them. "
                    + "Set it.",
                "engine.name is managed, which trains no encoder, expected torchsharp. Set engine: torchsharp (dotnet cake "
                    + "--target=InstallEngine --engine=torchsharp).",
                "normalization is train, expected none beside an encoder, which knows its features as they are. Set normalization: none.",
            ],
            ignoreOrder: true);
    }

    private static SampleFolder Tuned(string layer, string settings, string layers) => new((
        "a",
        $$$"""
        name: a
        dataset: tess
        features:
          kind: {encoder: {model: "{{{Fixture.Path("encoders/hubert-base").Replace('\\', '/')}}}", {{{layer}}}}}
          sample_rate_hz: 16000
        split: {}
        {{{settings}}}
        model: [{{{layers}}}, global_average_pooling: {}]
        """));
}
