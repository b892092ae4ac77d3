using System.Text.Json;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Cli.Tests.Running;

public sealed class ClassifierTests
{
    private const string Svm = """
        # Question: does a classifier run?
        name: svm
        seed: 3
        dataset: tiny
        features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13, summary: functionals}
        split: {by: leave_one_speaker_out, acknowledge: [shared_texts]}
        augmentation: {copies: 1}
        classifier:
          candidates:
            - rbf_svm: {c: 10}
            - linear_svm: {c: 0.1}
            - logistic_regression: {c: 0.1}
            - nearest_neighbours: {k: 3}
            - random_forest: {trees: 20}
            - gradient_boosting: {rounds: 10, min_leaf: 5, early_stopping: {patience: 3}}
        """;

    [Fact]
    public void Report_Classifier_LeavesModelCandidatesFiguresAndTheSameBytesElsewhere()
    {
        using var one = Create(Svm);
        using var two = Create(Svm);

        var output = one.Succeed("report", "-e", "svm", "--threads", "1");
        var (exitCode, _, error) = two.Run(
            new Dictionary<string, string> { ["LANG"] = "de_DE.UTF-8" },
            "evaluate",
            "-e",
            "svm",
            "--threads",
            "3");

        exitCode.ShouldBe(0, error);
        output.ShouldContain("6 of 6 candidates: ");
        output.ShouldContain("fold SYN2, ");
        foreach (
            var file in new[]
            {
                "candidates.csv",
                "metrics.json",
                "predictions.csv",
                "model/fold-SYN1/model.json",
                "model/fold-SYN2/model.json",
                "model/fold-SYN1/scaler_mean.npy",
            })
        {
            File.ReadAllBytes(two.Results("svm", file)).ShouldBe(File.ReadAllBytes(one.Results("svm", file)), file);
        }

        // One speaker is left to train on, so that the inner folds are by text; three texts make three folds.
        File.ReadAllLines(one.Results("svm", "candidates.csv"))[1]
            .ShouldMatch("^SYN1,\"rbf_svm: {c: 10, gamma: null}\",0\\.\\d+,(true|false),3,text$");
        File.ReadAllLines(one.Results("svm", "candidates.csv"))
            .Count(static row => row.Contains(",true,", StringComparison.Ordinal))
            .ShouldBe(2);
        var page = File.ReadAllText(one.Results("svm", "report.html"));
        page.ShouldContain("UAR on inner hold-outs");
        page.ShouldContain("<strong>chosen</strong>");
        page.ShouldContain("in 1 altered copy");
        using var metrics = JsonDocument.Parse(File.ReadAllBytes(one.Results("svm", "metrics.json")));
        metrics.RootElement.GetProperty("test_clips").GetInt32().ShouldBe(42, "every clip is tested once and no copy ever");
        one.Succeed("report", "-e", "svm").ShouldContain("train: nothing changed\n");
        one.Succeed("show", "svm").ShouldContain("classifier.candidates.1.linear_svm.c ");
        File.ReadAllText(Directory.GetFiles(Path.Combine(one.Root, "mlruns"), "chosen_inner_uar", SearchOption.AllDirectories)[0])
            .ShouldNotBeEmpty();
    }

    [Fact]
    public void Train_OneSpeakerAndCopiesAsVoices_ChoosesOnAVoiceHeldOut()
    {
        using var project = Create(Svm.Replace("{copies: 1}", "{copies: 1, voice: each_copy}", StringComparison.Ordinal));

        project.Succeed("train", "-e", "svm", "--set=classifier.candidates=[linear_svm: {}, linear_discriminant: {}]");

        // Two voices, as recorded and imitated, make two folds.
        File.ReadAllLines(project.Results("svm@classifier.candidates=[linear_svm%3A {}, linear_discriminant%3A {}]", "candidates.csv"))
            .Skip(1)
            .ShouldAllBe(static row => row.EndsWith(",2,voice", StringComparison.Ordinal));
    }

    [Fact]
    public void Report_NormalisedBySpeaker_IsMarkedTransductiveBesideEveryFigure()
    {
        using var project = Create(Svm.Replace("augmentation: {copies: 1}", "normalization: speaker", StringComparison.Ordinal));

        const string Name = "svm@classifier.candidates=[linear_svm%3A {}]";
        var output = project.Succeed("report", "-e", "svm", "--set=classifier.candidates=[linear_svm: {}]");

        const string Note = "features are normalised by each speaker's own clips, those of the test speakers included, labels unseen";
        output.ShouldContain(
            "\n  transductive: features are normalised by each speaker's own clips, those of\n    the test speakers included, labels unseen\n");
        File.ReadAllText(project.Results(Name, "metrics.json")).ShouldContain(Note);
        File.ReadAllText(project.Results(Name, "report.html")).ShouldContain("transductive: features are normalised by each speaker");
        Directory.GetFiles(Path.Combine(project.Root, "mlruns"), "bakeoff.transductive", SearchOption.AllDirectories).ShouldNotBeEmpty();
        project.Succeed("compare", Name).ShouldContain("transductive_normalization");
        File.ReadAllText(project.Results(Name, "model/fold-SYN1/model.json")).ShouldContain("\"normalization\": \"speaker\"");
    }

    [Theory]
    [InlineData("classifier=null", "experiments/svm.yaml(2,1): model is missing, and classifier and ensemble as well, expected one of the three.")]
    [InlineData("model=[lstm: {units: 2}]", "classifier is given beside model, expected one of the two.")]
    [InlineData("training.epochs=3", "training is given, expected only with model: a classifier has its settings in its candidates.")]
    [InlineData(
        "features.summary=none",
        "features.summary is none, expected functionals, mean or mean_std with classifier: a classifier reads one row a clip.")]
    [InlineData(
        "classifier.group_by=voice",
        "classifier.group_by is voice, but augmentation.voice is each_clip, expected copies that are other speakers, for those are the "
            + "voices held out.")]
    [InlineData("classifier.candidates=[]", "classifier.candidates has 0 items, expected at least 1.")]
    [InlineData(
        "classifier.candidates=[linear_svm: {}, linear_svm: 1]",
        "classifier.candidates has linear_svm: {c: 1} twice, expected each candidate once. Remove one, or change its options.")]
    [InlineData(
        "split.choose_on=[tiny]",
        "split.choose_on is 'tiny', expected a corpus of tiny, which is one by itself. Take a dataset with corpora")]
    [InlineData(
        "sweep={halving: {trials: 3, from: 1, to: 3, keys: {classifier.scaling: {choice: [robust]}}}}",
        "sweep.halving.by is training.epochs, which networks have, expected effort of a classifier. Use split.train_clips")]
    public void Show_ContradictingSections_SaysWhatIsExpected(string set, string message)
    {
        using var project = Create(Svm);

        var (exitCode, _, error) = project.Run("show", "svm", "--set=" + set);

        exitCode.ShouldBe(2);
        error.ShouldContain(message);
    }

    [Fact]
    public void Report_MultilayerPerceptronOverFunctionals_Learns()
    {
        using var project = new Project();
        project.Write(
            "experiments/mlp.yaml",
            """
            # Question: does a network of dense layers read one row a clip?
            name: mlp
            seed: 3
            dataset: tiny
            features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13, summary: functionals}
            split: {by: random, acknowledge: [shared_speakers, shared_texts]}
            augmentation: {copies: 1, signal_to_noise_db: 30}
            model:
              - global_average_pooling: {}
              - dense: {units: 32, activation: relu}
            training: {learning_rate: 0.01, batch_size: 16, epochs: 20}
            """);

        project.Succeed("report", "-e", "mlp");

        using var metrics = JsonDocument.Parse(File.ReadAllBytes(project.Results("mlp", "metrics.json")));
        metrics.RootElement.GetProperty("test_uar").GetDouble().ShouldBeGreaterThan(0.4, "chance is 0.143");
    }

    /// <summary>Of three words, which make three inner folds.</summary>
    private static Project Create(string experiment)
    {
        var project = new Project();
        project.Write("experiments/datasets/tiny.yaml", Project.TinyDataset.Replace("words: 5", "words: 3", StringComparison.Ordinal));
        project.Write("experiments/svm.yaml", experiment);
        return project;
    }
}
