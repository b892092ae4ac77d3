using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Exporting;
using Bakeoff.Experiments.Predicting;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Models;
using Bakeoff.Numerics;
using Bakeoff.Options;
using Bakeoff.Pipeline.Reasons;
using Bakeoff.Pipeline.Running;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Running;

/// <summary>Ensembles of small members over 28 synthetic clips of two voices, which no person spoke.</summary>
public sealed class EnsembleTests(EnsembleTests.Project project) : IClassFixture<EnsembleTests.Project>
{
    private const string Features = "features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 512, n_mels: 20, n_mfcc: 5";

    [Fact]
    public async Task Ensemble_OfNetworkAndClassifiers_IsTheirMeanEverywhere()
    {
        Experiment("all", "", "ensemble: {of: [svm, lda, net]}");

        await RunAsync("all");

        var members = new[] { "svm", "lda", "net" };
        foreach (var member in members)
        {
            await RunAsync(member);
        }

        var own = Read("all");
        var theirs = members.Select(Read).ToList();
        own.Count.ShouldBe(28);
        foreach (var (i, clip) in own.Index())
        {
            clip.Probabilities.ShouldBe(clip.Probabilities.Select(
                (_, k) => (float)(theirs.Sum(member => (double)member[i].Probabilities[k]) / 3)));
        }

        // The saved model of a fold gives the test clips of that fold the same bits.
        var model = ExperimentModels.Load(
            project.Workspace, "all", new ModelLoadOptions { Fold = own[0].Fold, Pool = WorkerPool.Serial });
        var path = Directory.GetFiles(project.Recordings, Path.GetFileName(own[0].Path)).Single();
        model.Predict(path).Probabilities.ShouldBe(own[0].Probabilities);
        model.Predict(path, new TrajectoryOptions { WindowSeconds = 0.4, StepSeconds = 0.2 }).Trajectory.ShouldNotBeEmpty();
        var audit = File.ReadAllText(Path.Combine(project.Workspace.ResultsFolder("all"), EvaluateStage.AuditFile));
        audit.ShouldContain("None of 3 members was trained on one of the 14 test clips.");
        audit.ShouldContain("Member net: The saved weights reach the recorded figures");

        await using var session = Open("all");
        session.Experiment.Parameters.Select(static parameter => parameter.Key.Split('.')[0]).ShouldNotContain("features");
        session.Experiment.Parameters.ShouldContain(static parameter => parameter.Key == "ensemble.by");
        var export = await ModelExport.ExportAsync(session, TestContext.Current.CancellationToken);
        var card = await File.ReadAllTextAsync(Path.Combine(export.Folder, ModelExport.CardFile), TestContext.Current.CancellationToken);
        card.ShouldContain("### 3. net");
        card.ShouldContain("The files predict a recording alone.");
        card.ShouldContain("`features_3` float32 [B, T, 5] and `lengths_3` int64 [B]");
    }

    [Fact]
    public async Task Ensemble_ByStacking_LearnsFromHeldOutClipsAloneWithAnyThreads()
    {
        Experiment("stacked", "", "ensemble: {of: [svm, lda], by: stacking}");

        await RunAsync("stacked", threads: 1);
        var first = Read("stacked");
        foreach (var stage in new[] { "train", "evaluate" })
        {
            Directory.Delete(Path.Combine(project.Workspace.StoreFolder, stage), recursive: true);
        }

        await RunAsync("stacked", threads: 3);

        Read("stacked").Select(static clip => clip.Probabilities).ShouldBe(first.Select(static clip => clip.Probabilities));
        var folder = project.Workspace.ResultsFolder("stacked");
        var rows = File.ReadAllLines(Path.Combine(folder, "held-out.csv"));
        rows.Length.ShouldBe(1 + 28, "in each of two folds, the 14 clips of the other voice");
        rows[0].ShouldStartWith("fold,sha256,label,p_svm/angry,");
        File.ReadAllText(Path.Combine(folder, EvaluateStage.AuditFile)).ShouldContain("again on the 14 clips that every member held out");
    }

    [Fact]
    public async Task Ensemble_OfAMemberThatChanged_IsOutOfDate()
    {
        Experiment("changing", $"{Features}, summary: mean}}", Classifier("linear_discriminant: {shrinkage: 0.5}"));
        Experiment("pair", "", "ensemble: {of: [changing, lda]}");
        await RunAsync("pair");
        (await StateAsync("train")).State.ShouldBe(StageState.Done);

        Experiment("changing", $"{Features}, summary: mean}}", Classifier("linear_discriminant: {shrinkage: 0.6}"));

        var changed = await StateAsync("train");
        changed.State.ShouldBe(StageState.Stale);
        RerunReasonText.Join(changed.Reasons).ShouldBe("input member changing, which has to run, changed");

        async Task<StageStatus> StateAsync(string stage)
        {
            await using var session = Open("pair");
            return session.Status(stage)[^1];
        }
    }

    [Fact]
    public async Task Ensemble_OfSeeds_TakesEachAsAMember()
    {
        Experiment("seeds", $"{Features}}}", "model: [lstm: {units: 4}]\ntraining: {epochs: 1}\nseeds: [1, 2, 3]");
        Experiment("bag", "", "ensemble: {of: seeds, by: logit_mean}");

        await RunAsync("bag");

        File.ReadAllText(Path.Combine(project.Workspace.ResultsFolder("bag"), "model", "fold-SYN1", "model.json"))
            .ShouldContain("\"seeds+seed=3\"");
    }

    [Fact]
    public async Task Ensemble_OfAMemberTrainedOnATestClip_IsRefusedBeforeItTrains()
    {
        project.Text("experiments/leaky.yaml", $$"""
            name: leaky
            dataset: words
            {{Features}}, summary: mean}
            split: {by: kfold, folds: 2, group_by: none, acknowledge: [shared_texts, shared_speakers]}
            classifier: {candidates: [linear_discriminant: {}]}

            """);
        project.Text("experiments/own.yaml", "name: own\ndataset: words\nseed: 5\nsplit: {by: kfold, folds: 2, group_by: none, acknowledge: "
            + "[shared_texts, shared_speakers]}\nensemble: {of: [leaky, leaky@seed=5]}\n");

        var refused = await Should.ThrowAsync<StageFailedException>(() => RunAsync("own"));

        refused.Message.ShouldMatch(
            @"^member leaky: was trained on SYN\d_[a-z]+_[a-z]+_1\.wav, which the ensemble tests in fold 1, expected members that have not "
            + @"heard a test clip\. Give both the same split \(and seed, where it is random\)\.$");
        Directory.Exists(Path.Combine(project.Workspace.ResultsFolder("leaky"), "model")).ShouldBeFalse();
    }

    [Fact]
    public void Ensemble_ThatBreaksARule_IsRefusedInASentence()
    {
        Experiment("other", "", "ensemble: {of: [svm, lda]}");
        project.Text("experiments/same.yaml", "name: same\nextends: svm\n");
        Experiment(
            "searched",
            $"{Features}}}",
            "model: [lstm: {units: 4}]\nsweep: {tpe: {trials: 4, keys: {training.learning_rate: {log_uniform: [1e-4, 1e-2]}}}}");
        (string Ensemble, string Message)[] cases =
        [
            ("ensemble: {of: [svm, nobody]}", "ensemble.of.1 is 'nobody', expected an experiment of the project."),
            ("ensemble: {of: []}", "ensemble.of has 0 items, expected at least 1."),
            ("ensemble: {by: mean}", "key 'of' is missing in ensemble."),
            ("ensemble: {of: [svm, svm]}", "ensemble.of names svm twice, expected each experiment once."),
            ("ensemble: {of: [svm, svm@seed=3]}", "ensemble.of has svm twice, expected each model once."),
            ("ensemble: {of: [svm, same]}", "ensemble.of has svm and same, which have equal parameters, expected each model once."),
            ("ensemble: {of: [svm, svm@sead=4]}", "bad.yaml(6,22): ensemble.of.1 is svm@sead=4, expected a variant that can be read. "),
            (
                "ensemble: {of: [svm, lda@normalization=speaker]}",
                "normalization is not speaker, but that of lda@normalization=speaker is, expected speaker, so that figures are marked"),
            ("ensemble: {of: {svm: 1, lda: 2}}", "ensemble.of is a mapping with svm, lda, expected a list. Write [svm, lda]."),
            ("ensemble: {of: svm}", "ensemble.of is svm alone, expected two members or more."),
            ("ensemble: {of: [svm, other]}", "ensemble.of.1 is other, an ensemble, expected an experiment with model or classifier."),
            ("ensemble: {of: [svm, lda]}\nmodel: [lstm: {units: 4}]", "model is given beside ensemble, expected in the members"),
            ("ensemble: {of: [svm, lda]}\nfeatures: {n_mfcc: 13}", "features is given beside ensemble, expected in the members"),
            ("ensemble: {of: [svm, lda]}\nseeds: [1, 2]", "seeds is given beside ensemble, expected in the members"),
            ("ensemble: {of: [svm, lda]}\nnormalization: speaker", "normalization is speaker, but that of no member is."),
            ("ensemble: {of: [svm, lda], by: stacking}\ntargets: [pitch]", "ensemble.by is stacking, expected mean with targets"),
            ("ensemble: {of: [svm, searched]}", "ensemble.of.1 is searched, whose sweep has no fixed members"),
        ];
        foreach (var (ensemble, message) in cases)
        {
            Experiment("bad", "", ensemble);
            Should.Throw<ConfigurationException>(() => Open("bad")).Message.ShouldContain(message);
        }
    }

    [Fact]
    public async Task Ensemble_HasNoFeaturesOfItsOwn()
    {
        Experiment("pair", "", "ensemble: {of: [svm, lda]}");

        foreach (var stage in new[] { "featurize", "importance", "stress" })
        {
            (await Should.ThrowAsync<StageFailedException>(() => RunAsync("pair", stage))).Message
                .ShouldBe($"experiment pair: an ensemble has no features of its own. Run {stage} on a member, such as svm.");
        }
    }

    private static string Classifier(string candidate) => $"classifier: {{candidates: [{candidate}], folds: 2, group_by: none}}";

    private void Experiment(string name, string features, string trained) => project.Text(
        $"experiments/{name}.yaml",
        $"name: {name}\nseed: 3\ndataset: words\n{features}\nsplit: {{by: leave_one_speaker_out, acknowledge: [shared_texts]}}\n{trained}\n");

    private ExperimentSession Open(string name, int threads = 2) => ExperimentSession.Open(
        project.Workspace, name, ["dataset.source=" + project.Recordings], threads);

    private async Task RunAsync(string name, string stage = "evaluate", int threads = 2)
    {
        await using var session = Open(name, threads);
        await session.RunAsync(stage, force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);
    }

    private IReadOnlyList<Bakeoff.Evaluation.Results.Prediction> Read(string name) => PredictionTable.Read(
        Path.Combine(project.Workspace.ResultsFolder(name), EvaluateStage.PredictionsFile)).Predictions;

    /// <summary>A project with recordings and three members, whose results the tests share.</summary>
    public sealed class Project : IDisposable
    {
        private readonly ScratchFolder _scratch = new();

        public Project()
        {
            QuickstartSynthesizer.Write(
                new SyntheticCorpusOptions { Speakers = 2, Words = 2, Takes = 1, Variability = 0.5, SampleRateHz = 16000, Seed = 7 },
                Recordings,
                threads: 2);
            Text("experiments/datasets/words.yaml", "name: words\ntitle: T\nlicence: L\ncitation: C\n"
                + """pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav'""" + "\n");
            var test = new EnsembleTests(this);

            // Two members are predicted with altered copies, as many as they have and fewer.
            test.Experiment(
                "svm",
                $"{Features}, summary: functionals}}\naugmentation: {{copies: 2, test_time: 1}}",
                Classifier("linear_svm: {c: 0.1}"));
            test.Experiment("lda", $"{Features}, summary: mean}}", Classifier("linear_discriminant: {}"));
            test.Experiment(
                "net", $"{Features}}}\naugmentation: {{copies: 2, test_time: 2}}", "model: [lstm: {units: 4}]\ntraining: {epochs: 2}");
        }

        public string Recordings => _scratch.Full("clips");

        internal Workspace Workspace => new(_scratch.Root);

        public void Text(string path, string text) => _scratch.Bytes(path, Encoding.UTF8.GetBytes(text));

        public void Dispose() => _scratch.Dispose();
    }
}
