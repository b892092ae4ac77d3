using System.Text;
using Bakeoff.Audio.Decoding;
using Bakeoff.Classifiers.Explanations;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Experiments.Predicting;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Numerics;
using Bakeoff.Reports.Charts;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Predicting;

public sealed class ClipExplainerTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public ClipExplainerTests()
    {
        QuickstartSynthesizer.Write(
            new SyntheticCorpusOptions { Speakers = 2, Words = 2, Takes = 1, Variability = 0.5, SampleRateHz = 16000, Seed = 7 },
            _scratch.Full("clips"),
            threads: 2);
        Text("experiments/datasets/words.yaml", "name: words\ntitle: T\nlicence: L\ncitation: C\n"
            + """pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav'""" + "\n");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Explain_TestClipOfAFold_DividesTheScoreBehindItsPrediction()
    {
        await using var session = OpenClassifier("logistic_regression: {}");
        await session.RunAsync("evaluate", force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);
        var (labels, _, predictions) = PredictionTable.Read(
            Path.Combine(new Workspace(_scratch.Root).ResultsFolder("e"), EvaluateStage.PredictionsFile));
        var tested = predictions[3];
        var path = _scratch.Full($"clips/{Path.GetFileName(tested.Path)}");

        var explanation = ClipExplainer.Open(session).Explain(path, tested.Fold).ShouldNotBeNull();

        explanation.Scale.ShouldBe(ExplainedOutput.Score);
        explanation.Outputs.ShouldBe(labels);
        explanation.Features.Count.ShouldBe(explanation.Values.Count);
        explanation.Shares.Contributions.ShouldAllBe(output => output.Length == explanation.Features.Count);
        double[] scores = [.. labels.Select((_, k) => explanation.Shares.Output(k))];
        Softmax.Apply(scores);

        // Probabilities are stored as float32.
        scores.Zip(tested.Probabilities).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-6);

        var mean = ClipExplainer.Open(session).Explain(path, fold: null).ShouldNotBeNull();
        var other = ClipExplainer.Open(session).Explain(path, predictions.First(clip => clip.Fold != tested.Fold).Fold)
            .ShouldNotBeNull();
        using var clips = ReportExplainer(session);
        var reason = clips.Explain(tested, labels[4], labels[1]);
        reason.Strip.ShouldBeEmpty();
        var groups = Enumerable.Range(0, 13).Select(i => (
            Name: $"mfcc_{i}",
            Sum: explanation.Features.Index()
                .Where(name => name.Item.StartsWith($"mfcc_{i}_", StringComparison.Ordinal))
                .Sum(name => explanation.Shares.Contributions[4][name.Index] - explanation.Shares.Contributions[1][name.Index])));
        reason.Parts.ShouldBe(
        [
            .. groups
                .OrderByDescending(static group => group.Sum)
                .Take(3)
                .Select(static group => FormattableString.Invariant($"{group.Name} {group.Sum:+0.00;-0.00}")),
        ]);

        mean.Models.ShouldBe(2);
        mean.Shares.Output(1).ShouldBe((explanation.Shares.Output(1) + other.Shares.Output(1)) / 2, 1e-9);
        Should.Throw<ExplanationException>(() => ClipExplainer.Open(session).Explain(path, "nobody"))
            .Message.ShouldBe("experiment e: it has no fold 'nobody'. Its folds are SYN1, SYN2.");
    }

    [Fact]
    public async Task Open_BeforeTheTraining_SaysSo()
    {
        await using var session = OpenClassifier("logistic_regression: {}");

        Should.Throw<NotFinishedException>(() => ClipExplainer.Open(session))
            .Message.ShouldContain("index has no result to explain (it has not run, or its result is gone)");
    }

    [Fact]
    public async Task Occlude_NeighboursWhichHaveNoShares_ReplacesGroupsOfColumns()
    {
        await using var session = OpenClassifier("nearest_neighbours: {}");
        await session.RunAsync("train", force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);
        var path = Directory.EnumerateFiles(_scratch.Full("clips"), "*.wav").First();
        var explainer = ClipExplainer.Open(session);

        explainer.Explain(path, fold: null).ShouldBeNull();
        var occlusion = explainer.Occlude(path, fold: null, WorkerPool.Serial);

        occlusion.Models.ShouldBe(2);
        occlusion.Stretches.ShouldBeEmpty();
        occlusion.Groups.Count.ShouldBe(13);
        occlusion.Notes.ShouldBe(
        [
            "A clip has one row of features, so no stretch of time can be replaced.",
            "mfcc: no column is a frequency band (of log_mel they are), so groups of columns are replaced instead.",
        ]);
    }

    [Fact]
    public async Task Occlude_TestClipOfANetwork_StartsAtItsPrediction()
    {
        await using var session = Open(
            "model: [{lstm: {units: 4, return_sequences: true}}, {attention_pooling: {units: 4}}]\ntraining: {epochs: 1}",
            "{kind: log_mel, sample_rate_hz: 16000, n_fft: 512, hop_length: 512, n_mels: 20, n_mfcc: 20}");
        await session.RunAsync("evaluate", force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);
        var (labels, _, predictions) = PredictionTable.Read(
            Path.Combine(new Workspace(_scratch.Root).ResultsFolder("e"), EvaluateStage.PredictionsFile));
        var tested = predictions[5];
        var path = _scratch.Full($"clips/{Path.GetFileName(tested.Path)}");

        var occlusion = ClipExplainer.Open(session).Occlude(path, tested.Fold, WorkerPool.Serial);

        occlusion.Labels.ShouldBe(labels);
        occlusion.Outputs.ShouldBe(tested.Probabilities);
        occlusion.Groups.Count.ShouldBe(15);
        occlusion.Patches.Count.ShouldBe(80);
        occlusion.Attention.Sum(static frame => frame.Weight).ShouldBe(1, 1e-6);
        var (start, end) = AttendedFrame.Half(occlusion.Attention)!.Value;
        occlusion.Notes.ShouldHaveSingleItem()
            .ShouldStartWith(FormattableString.Invariant($"Attention pooling has half of its weight on {start:0.00} to {end:0.00} s, "));
        using var clips = ReportExplainer(session);
        var (best, band) = (occlusion.Rank(occlusion.Stretches, output: 2)[0], occlusion.Rank(occlusion.Groups, output: 2)[0]);
        var reason = clips.Explain(tested, labels[2], truth: null);
        reason.Parts.ShouldBe([Words(best), Words(band), FormattableString.Invariant($"attention {start:0.00} to {end:0.00} s")]);
        reason.Strip[0].StartSeconds.ShouldBe(0);
        reason.Picture.ShouldNotBeNull().Description.ShouldContain("Half of the attention lies on");
        string Words(OccludedPart part) => FormattableString.Invariant($"{part.Name} {occlusion.ChangeOf(part, output: 2):+0.00;-0.00;0.00}");

        using var recording = AudioReader.Open(path);
        OcclusionPicture.Create(recording, occlusion, output: 2).ShouldNotBeNull().Title.ShouldBe($"What {labels[2]} rests on, {Path.GetFileName(path)}");
    }

    private TestClipExplainer ReportExplainer(ExperimentSession session) => new(
        session.Experiment.Options,
        new[] { "index", "featurize", "split", "train" }.ToDictionary(static stage => stage, stage => session.FindLatest(stage)!),
        _scratch.Full("clips"),
        WorkerPool.Serial);

    private ExperimentSession OpenClassifier(string candidate) => Open(
        $"classifier: {{candidates: [{{{candidate}}}], folds: 2, group_by: none}}",
        "{kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 512, n_mels: 20, n_mfcc: 13, summary: functionals}");

    private ExperimentSession Open(string system, string features)
    {
        Text("experiments/e.yaml", $$"""
            name: e
            seed: 3
            dataset: words
            features: {{features}}
            split: {by: leave_one_speaker_out, acknowledge: [shared_texts]}
            {{system}}

            """);
        return ExperimentSession.Open(new Workspace(_scratch.Root), "e", ["dataset.source=" + _scratch.Full("clips")], threads: 2);
    }

    private void Text(string path, string text) => _scratch.Bytes(path, Encoding.UTF8.GetBytes(text));
}
