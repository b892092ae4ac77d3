using System.Text;
using Bakeoff.Classifiers.Explanations;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Explaining;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Explaining;

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
        await using var session = Open("logistic_regression: {}");
        await session.RunAsync("evaluate", force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);
        var (labels, _, predictions) = PredictionTable.Read(
            Path.Combine(new Workspace(_scratch.Root).ResultsFolder("e"), EvaluateStage.PredictionsFile));
        var tested = predictions[3];
        var path = _scratch.Full($"clips/{Path.GetFileName(tested.Path)}");

        var explanation = ClipExplainer.Open(session).Explain(path, tested.Fold);

        explanation.Scale.ShouldBe(ExplainedOutput.Score);
        explanation.Outputs.ShouldBe(labels);
        explanation.Features.Count.ShouldBe(explanation.Values.Count);
        explanation.Shares.Contributions.ShouldAllBe(output => output.Length == explanation.Features.Count);
        double[] scores = [.. labels.Select((_, k) => explanation.Shares.Output(k))];
        Softmax.Apply(scores);

        // Probabilities are stored as float32.
        scores.Zip(tested.Probabilities).ShouldAllBe(static pair => Math.Abs(pair.First - pair.Second) < 1e-6);

        var mean = ClipExplainer.Open(session).Explain(path, fold: null);
        var other = ClipExplainer.Open(session).Explain(path, predictions.First(clip => clip.Fold != tested.Fold).Fold);
        mean.Models.ShouldBe(2);
        mean.Shares.Output(1).ShouldBe((explanation.Shares.Output(1) + other.Shares.Output(1)) / 2, 1e-9);
        Should.Throw<ExplanationException>(() => ClipExplainer.Open(session).Explain(path, "nobody"))
            .Message.ShouldBe("experiment e: it has no fold 'nobody'. Its folds are SYN1, SYN2.");
    }

    [Fact]
    public async Task Open_BeforeTheTraining_SaysSo()
    {
        await using var session = Open("logistic_regression: {}");

        Should.Throw<NotFinishedException>(() => ClipExplainer.Open(session))
            .Message.ShouldContain("index has no result to explain (it has not run, or its result is gone)");
    }

    [Fact]
    public async Task Explain_NeighboursWhichHaveNoShares_NamesThoseThatHave()
    {
        await using var session = Open("nearest_neighbours: {}");
        await session.RunAsync("train", force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);
        var path = Directory.EnumerateFiles(_scratch.Full("clips"), "*.wav").First();

        Should.Throw<ExplanationException>(() => ClipExplainer.Open(session).Explain(path, fold: null))
            .Message.ShouldContain("its classifier is nearest_neighbours: {k: 5");
    }

    private ExperimentSession Open(string candidate)
    {
        Text("experiments/e.yaml", $$"""
            name: e
            seed: 3
            dataset: words
            features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 512, n_mels: 20, n_mfcc: 13, summary: functionals}
            split: {by: leave_one_speaker_out, acknowledge: [shared_texts]}
            classifier: {candidates: [{{candidate}}], folds: 2, group_by: none}

            """);
        return ExperimentSession.Open(new Workspace(_scratch.Root), "e", ["dataset.source=" + _scratch.Full("clips")], threads: 2);
    }

    private void Text(string path, string text) => _scratch.Bytes(path, Encoding.UTF8.GetBytes(text));
}
