using System.Text;
using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Experiments.Importance;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Running;

public sealed class ImportanceTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Importance_OfASmallClassifier_NamesWhatItRestsOn()
    {
        QuickstartSynthesizer.Write(
            new SyntheticCorpusOptions { Speakers = 2, Words = 2, Takes = 1, Variability = 0.5, SampleRateHz = 16000, Seed = 7 },
            _scratch.Full("clips"),
            threads: 2);
        Text("experiments/datasets/words.yaml", "name: words\ntitle: T\nlicence: L\ncitation: C\n"
            + """pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav'""" + "\n");
        Text("experiments/e.yaml", """
            name: e
            seed: 3
            dataset: words
            features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 512, n_mels: 20, n_mfcc: 5, summary: functionals}
            split: {by: leave_one_speaker_out, acknowledge: [shared_texts]}
            augmentation: {copies: 1, test_time: 1}
            classifier: {candidates: [logistic_regression: {}], folds: 2, group_by: none}

            """);

        var first = await RunAsync(threads: 1);
        Directory.Delete(Path.Combine(_scratch.Root, "artifacts", "store", "importance"), recursive: true);
        var again = await RunAsync(threads: 2);

        again.Groups.ShouldBe(first.Groups);
        first.Metric.ShouldBe("uar");
        first.Clips.ShouldBe(28);
        first.Groups.Select(static group => group.Name).Order(StringComparer.Ordinal)
            .ShouldBe(["mfcc_0", "mfcc_1", "mfcc_2", "mfcc_3", "mfcc_4"]);
        first.Groups.ShouldAllBe(static group => group.Columns == 10 && group.Low <= group.Drop && group.Drop <= group.High);
        first.Groups[0].Drop.ShouldBeGreaterThan(0, "it does rest on something");
        first.Groups.Zip(first.Groups.Skip(1)).ShouldAllBe(static pair => pair.First.Drop >= pair.Second.Drop);
        File.ReadAllText(Path.Combine(new Workspace(_scratch.Root).ResultsFolder("e"), ImportanceStage.PageFile))
            .ShouldContain("UAR lost where a group is shuffled among the test clips");

        await using var session = ExperimentSession.Open(
            new Workspace(_scratch.Root), "e", ["dataset.source=" + _scratch.Full("clips"), "report.importance=true"], threads: 2);
        session.Status("report").Select(static stage => stage.Stage.Name).ShouldContain("importance");
    }

    [Fact]
    public void Groups_OfFeatures_AreDescriptorsOrWhereTheseAreManyKinds()
    {
        Names(new FeatureOptions { Kind = new MfccKind(), MfccCount = 2, DeltaOrder = 1, Summary = FeatureSummary.MeanStd })
            .ShouldBe(["mfcc_0", "mfcc_1", "mfcc_0_delta", "mfcc_1_delta"]);
        Names(new FeatureOptions { Kind = new MfccKind(), MfccCount = 12, Summary = FeatureSummary.Dynamics })
            .ShouldContain("mfcc_11");
        Names(new FeatureOptions { Kind = new MfccKind(), MfccCount = 40, DeltaOrder = 2, MelBandCount = 64 }).ShouldBe(["mfcc"]);
    }

    private static IEnumerable<string> Names(FeatureOptions options) => FeatureGroups.Of(options).Select(static group => group.Name);

    private async Task<ImportanceDocument> RunAsync(int threads)
    {
        await using var session = ExperimentSession.Open(
            new Workspace(_scratch.Root), "e", ["dataset.source=" + _scratch.Full("clips")], threads);
        var result = await session.RunAsync("importance", force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);
        return result.Importance!;
    }

    private void Text(string path, string text) => _scratch.Bytes(path, Encoding.UTF8.GetBytes(text));
}
