using System.Text.Json;

namespace Bakeoff.Cli.Tests.Running;

/// <summary>Numbers as targets, from YAML to report and comparison.</summary>
public sealed class TargetsTests
{
    private const string Dataset = """
        name: rated
        title: Synthetic words with ratings, for tests
        licence: none needed
        citation: none
        pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav'
        metadata: {file: ratings.csv, key: name}
        columns: {arousal: number, dominance: number, mood: {from: valence}}
        synthetic: {speakers: 2, words: 5, takes: 1, variability: 1, sample_rate_hz: 16000, seed: 7, ratings: true}
        """;

    private const string Experiment = """
        # Question: do numbers reach the report?
        name: numbers
        seed: 3
        dataset: rated
        targets: [arousal, dominance]
        features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 256, n_mels: 40, n_mfcc: 13}
        split: {by: random, acknowledge: [shared_speakers, shared_texts], test: 0.3, validation: 0.2}
        model: [lstm: {units: 8}]
        training: {optimizer: adam, learning_rate: 0.02, batch_size: 16, epochs: 6}
        """;

    [Fact]
    public void Report_TwoTargets_ReachMetricsPredictionsPageAndComparison()
    {
        using var project = Create();

        var output = project.Succeed("report", "-e", "numbers");

        output.ShouldMatch("; validation: loss [0-9.]+, CCC -?0\\.[0-9]{3}");
        output.ShouldContain("CCC of dominance");
        using var metrics = JsonDocument.Parse(File.ReadAllBytes(project.Results("numbers", "metrics.json")));
        double Metric(string name) => metrics.RootElement.GetProperty(name).GetDouble();
        Metric("test_ccc").ShouldBe((Metric("test_ccc_arousal") + Metric("test_ccc_dominance")) / 2, 1e-12);
        Metric("test_ccc_arousal").ShouldBeInRange(0.2, 1);
        Metric("test_clips").ShouldBe(21);
        File.ReadLines(project.Results("numbers", "predictions.csv")).First()
            .ShouldContain(",true_arousal,predicted_arousal,true_dominance,predicted_dominance,");
        var page = File.ReadAllText(project.Results("numbers", "report.html"));
        page.ShouldContain("<h3>Per target</h3>");
        page.ShouldContain("Largest errors");
        page.ShouldNotContain("Confusion matrix");
        File.Exists(project.Results("numbers", "pictures/agreement-arousal.png")).ShouldBeTrue();

        project.Succeed("report", "-e", "numbers").ShouldContain("report: nothing changed");
        project.Succeed("sweep", "numbers", "--set=seeds=[3, 4]").ShouldContain("CCC 0.");
        var compared = project.Succeed("compare", "numbers");
        compared.ShouldContain("test CCC");
        compared.ShouldNotContain("UAR");
    }

    [Fact]
    public void Report_LabelAndNumbers_ReachMetricsPredictionsPageComparisonAndPrediction()
    {
        using var project = Create();
        var heads = Experiment
            .Replace("name: numbers", "name: both", StringComparison.Ordinal)
            .Replace(
                "targets: [arousal, dominance]",
                "heads: {arousal: {weight: 0.5}, label: {missing: [neutral]}, dominance: {loss: mse, weight: 0.5}}",
                StringComparison.Ordinal);
        project.Write("experiments/both.yaml", heads);

        var output = project.Succeed("report", "-e", "both");

        output.ShouldMatch("validation: loss [0-9.]+, UAR 0\\.[0-9]{3}, CCC -?0\\.[0-9]{3}");
        output.ShouldContain("CCC of dominance");
        output.ShouldContain("macro F1");
        using var metrics = JsonDocument.Parse(File.ReadAllBytes(project.Results("both", "metrics.json")));
        var root = metrics.RootElement;
        root.GetProperty("test_clips").GetInt32().ShouldBe(21);
        root.GetProperty("classes").GetArrayLength().ShouldBe(6);
        var known = root.GetProperty("classes").EnumerateArray().Sum(static label => label.GetProperty("support").GetInt32());
        root.GetProperty("numbers").GetProperty("targets")[0].GetProperty("clips").GetInt32().ShouldBe(21);
        var rows = File.ReadAllLines(project.Results("both", "predictions.csv"));
        rows[0].ShouldContain("label,predicted,sha256,p_angry");
        rows[0].ShouldContain(",true_arousal,predicted_arousal,true_dominance,predicted_dominance,");
        rows.Count(static row => row.Contains("_neutral_", StringComparison.Ordinal)).ShouldBe(21 - known);
        rows.ShouldNotContain(static row => row.Contains(",neutral,", StringComparison.Ordinal));
        File.ReadLines(project.Results("both", "history.csv")).First().ShouldBe(
            "fold,epoch,train_loss,train_accuracy,train_uar,train_ccc,validation_loss,validation_accuracy,validation_uar,validation_ccc,"
                + "learning_rate,is_best");
        var page = File.ReadAllText(project.Results("both", "report.html"));
        page.ShouldContain("<h3>Per target</h3>");
        page.ShouldContain("Largest errors");
        page.ShouldContain("Confusion matrix");

        project.Succeed("report", "-e", "both").ShouldContain("report: nothing changed");
        project.Succeed("report", "-e", "both", "--set", "heads.arousal.weight=2").ShouldContain("train:");
        project.Succeed("report", "-e", "numbers");
        var compared = project.Succeed("compare", "both", "numbers");
        compared.ShouldContain("test CCC");
        compared.ShouldContain("test UAR");
        var clip = Directory.EnumerateFiles(project.Root, "*.wav", SearchOption.AllDirectories).First();
        using var predicted = JsonDocument.Parse(project.Succeed("predict", clip, "-e", "both", "--json"));
        var prediction = predicted.RootElement.GetProperty("clips")[0];
        prediction.GetProperty("probabilities").EnumerateObject().Count().ShouldBe(6);
        prediction.GetProperty("values").EnumerateObject().Select(static value => value.Name).ShouldBe(["arousal", "dominance"]);

        project.Succeed("export", "both").ShouldContain("model-waveform.onnx");
        using var exported = JsonDocument.Parse(File.ReadAllBytes(project.Results("both", "export/MLmodel")));
        using var outputs = JsonDocument.Parse(exported.RootElement.GetProperty("signature").GetProperty("outputs").GetString()!);
        outputs.RootElement.EnumerateArray().Select(static output => output.GetProperty("name").GetString())
            .ShouldBe(["probabilities", "arousal", "dominance"]);
        outputs.RootElement[1].GetProperty("tensor-spec").ToString().ShouldBe("""{"dtype":"float32","shape":[-1]}""");
        exported.RootElement.GetProperty("metadata").GetProperty("targets").GetArrayLength().ShouldBe(2);
        var card = File.ReadAllText(project.Results("both", "export/MODEL_CARD.md"));
        card.ShouldContain("to `probabilities` float32 [B, 6] and `arousal` float32 [B] and `dominance` float32 [B].");
        card.ShouldContain("| output | dense, 6 logits, softmax; 2 numbers |");
        card.ShouldContain("Numbers are on the corpus's own scale");
    }

    [Fact]
    public void Report_RangesOfANumber_AreTheLabels()
    {
        using var project = Create();
        var bins = Experiment
            .Replace("targets: [arousal, dominance]", "bins: {column: arousal, names: [calm, even, excited]}", StringComparison.Ordinal);
        project.Write("experiments/numbers.yaml", bins);

        project.Succeed("report", "-e", "numbers").ShouldContain("UAR");

        var rows = File.ReadAllLines(project.Results("numbers", "predictions.csv"));
        rows[0].ShouldContain("label,predicted,sha256,p_calm,p_even,p_excited");
        var page = File.ReadAllText(project.Results("numbers", "report.html"));
        page.ShouldMatch("The label is the range of arousal: calm, even, excited, with edges between equally many clips of the train "
            + "partition, no other: [0-9.]+, [0-9.]+\\.");
        project.Succeed("report", "-e", "numbers").ShouldContain("report: nothing changed");
        File.ReadAllLines(project.Results("numbers", "edges.csv"))[0].ShouldBe("fold,label,from");
        File.ReadAllText(project.Results("numbers", "protocol-audit.json"))
            .ShouldMatch("Edges of the labels, [0-9.]+, [0-9.]+, were found again on the [0-9]+ clips of the train partition: the same");
        project.Succeed("export", "numbers");
        File.ReadAllText(project.Results("numbers", "export/MODEL_CARD.md")).ShouldContain("The label is the range of arousal");

        var classifier = bins
            .Replace("model: [lstm: {units: 8}]", "classifier: {candidates: [linear_svm: {}]}", StringComparison.Ordinal)
            .Replace("n_mfcc: 13", "n_mfcc: 13, summary: functionals", StringComparison.Ordinal);
        project.Write("experiments/numbers.yaml", classifier[..classifier.IndexOf("training:", StringComparison.Ordinal)]);
        project.Succeed("report", "-e", "numbers").ShouldContain("UAR");
    }

    [Fact]
    public void Read_BadBins_AreRefusedBeforeAnythingRuns()
    {
        using var project = Create();
        Refusal("{column: arousal, names: [low]}").ShouldContain("bins.names is ['low'], expected two or more different names.");
        Refusal("{column: arousl, names: [low, high]}").ShouldContain("Did you mean 'arousal'?");
        Refusal("{column: mood, names: [low, high]}").ShouldContain("bins.column is 'mood', a column of text, expected one of numbers.");
        Refusal("{names: [low, high]}").ShouldContain("column");
        Refusal("{column: arousal, names: low}").ShouldContain("bins.names is 'low', expected a list");
        Refusal("{column: arousal, names: [low, high], edges: [3, 4]}").ShouldContain("bins.edges has 2 beside 2 names");
        project.Refuse("report", "-e", "numbers", "--set=bins={column: arousal, names: [low, high]}")
            .ShouldContain("bins is given beside targets");

        string Refusal(string bins) =>
            project.Refuse("report", "-e", "numbers", "--set=targets=null", "--set=training.loss=cross_entropy", $"--set=bins={bins}");
    }

    [Fact]
    public void Read_BadWeights_AreRefusedBeforeAnythingRuns()
    {
        using var project = Create();
        const string Label = "--set=targets=null";
        const string Loss = "--set=training.loss=cross_entropy";
        project.Refuse("report", "-e", "numbers", "--set=weight_by=arousal")
            .ShouldContain("weight_by is given beside targets, heads or bins, expected only where the label of the corpus is");
        project.Refuse("report", "-e", "numbers", Label, Loss, "--set=weight_by=mood")
            .ShouldContain("weight_by is 'mood', a column of text");
        project.Refuse("report", "-e", "numbers", Label, Loss, "--set=weight_by=arousl").ShouldContain("Did you mean 'arousal'?");
        project.Refuse("report", "-e", "numbers", Label, "--set=training.loss=focal", "--set=weight_by=arousal")
            .ShouldContain("training.loss is focal, which takes labels only, but weight_by is given.");
        string[] classifier =
        [
            Label, "--set=model=null", "--set=training=null", "--set=features.summary=mean",
            "--set=classifier={candidates: [linear_svm: {}, nearest_neighbours: {}], sampling: over}",
        ];
        var problems = project.Refuse(["report", "-e", "numbers", .. classifier, "--set=weight_by=arousal"]);
        problems.ShouldContain("classifier.candidates.1 is nearest_neighbours, which counts clips and cannot weigh them, but weight_by is "
            + "given. Use logistic_regression, linear_discriminant,");
        problems.ShouldContain("classifier.sampling is over, which makes classes equally large in numbers of clips, but weight_by is");
    }

    [Fact]
    public void Read_BadHeads_AreRefusedBeforeAnythingRuns()
    {
        using var project = Create();
        Refusal("{}").ShouldContain("heads is empty, expected the label, numbers or both.");
        Refusal("{label: {weight: 0}, arousal: {}}").ShouldContain("heads.label.weight is 0, expected above 0");
        var problems = Refusal("{label: {loss: ccc}, arousal: {loss: cross_entropy, missing: [x]}}");
        problems.ShouldContain("heads.label.loss is ccc, which is for numbers");
        problems.ShouldContain("heads.arousal.loss is cross_entropy, which is for classes");
        problems.ShouldContain("heads.arousal.missing is given, expected only of the head label.");
        problems = Refusal("{label: {}, arousl: {}, mood: {}}");
        problems.ShouldContain("Did you mean 'arousal'?");
        problems.ShouldContain("heads is 'mood', a column of text, expected one of numbers.");
        Refusal("{label: {missing: nobody}, arousal: {}}").ShouldContain("no clip has the label 'nobody'");

        string Refusal(string heads) =>
            project.Refuse("report", "-e", "numbers", "--set", "targets=null", "--set", $"heads={heads}");
    }

    [Fact]
    public void Read_BadTargets_AreRefusedBeforeAnythingRuns()
    {
        using var project = Create();

        Refusal("targets=[arousal, mood]").ShouldContain("targets is 'mood', a column of text, expected one of numbers.");
        Refusal("targets=[arousl]").ShouldContain("Did you mean 'arousal'?");
        Refusal("targets=[arousal, arousal]").ShouldContain("names arousal twice");

        string Refusal(string set) => project.Refuse("report", "-e", "numbers", "--set", set);
    }

    private static Project Create()
    {
        var project = new Project();
        project.Write("experiments/datasets/rated.yaml", Dataset);
        project.Write("experiments/numbers.yaml", Experiment);
        return project;
    }
}
