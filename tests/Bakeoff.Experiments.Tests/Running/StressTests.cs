using System.Text;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Synthesis;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stress;
using Bakeoff.Options;
using Bakeoff.Pipeline.Stages;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Running;

/// <summary>A stress test of a small classifier in leave-one-speaker-out: each fold's model meets its own altered test clips.</summary>
public sealed class StressTests : IDisposable
{
    private const string Copies = "augmentation: {copies: 1, test_time: 1}";
    private const string Classifier = Copies + "\nclassifier: {candidates: [logistic_regression: {}], folds: 2, group_by: none}";

    private readonly ScratchFolder _scratch = new();

    public StressTests()
    {
        QuickstartSynthesizer.Write(
            new SyntheticCorpusOptions { Speakers = 2, Words = 2, Takes = 1, Variability = 0.5, SampleRateHz = 16000, Seed = 7 },
            _scratch.Full("clips"),
            threads: 2);
        Text("experiments/datasets/words.yaml", "name: words\ntitle: T\nlicence: L\ncitation: C\n"
            + """pattern: '(?<speaker>SYN[1-8])_(?<text>[a-z]+)_(?<label>[a-z]+)_[1-9]\.wav'""" + "\n");
    }

    private Workspace Workspace => new(_scratch.Root);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Stress_OfSeveralConditions_MeasuresEachAgainstTheCleanClips()
    {
        Noise("noises/a.wav", rate: 8000, seconds: 0.3);
        Noise("noises/b.wav", rate: 16000, seconds: 2);
        _scratch.Wav("room.wav", [1, .. new float[400], 0.5f]);
        var stress = """
            stress:
              gain_0db: {max_drop: 0, min_unchanged: 1}
              noise_0db: {min_unchanged: 1}
              noise_30db: {}
              hum_0db: {noise: noises}
              hall: {room: room.wav}
              crop_start_50ms: {}
              silence_end_1000samples: {}
            """;

        var document = await RunAsync("e", $"{Classifier}\n{stress}", threads: 1);

        document.Metric.ShouldBe("uar");
        document.Clips.ShouldBe(28);
        File.ReadAllText(Path.Combine(Workspace.ResultsFolder("e"), StressStage.ResultsFile)).ShouldContain("\n  \"unit\": \"clip\",\n");
        document.Conditions.Count.ShouldBe(7);
        var unchanged = document.Conditions.ToDictionary(static entry => entry.Name, static entry => entry.Unchanged.Value);
        unchanged["gain_0db"].ShouldBe(1, "the model of each fold meets the clips that it was tested on");
        document.Conditions[0].Drop.Value.ShouldBe(0, 1e-12);
        unchanged["noise_0db"].ShouldBeLessThan(unchanged["noise_30db"]);
        document.Conditions.Skip(3).ShouldAllBe(static entry => entry.Unchanged.Value < 1, "each condition does something");
        document.Failed.ShouldHaveSingleItem().Problem.ShouldBe("unchanged below 1");
        document.Checks.ShouldBe(2);
        var page = File.ReadAllText(Path.Combine(Workspace.ResultsFolder("e"), StressStage.PageFile));
        page.ShouldContain("Limits do not hold under 1 of 2 conditions that have any: noise_0db.");
        page.ShouldContain("UAR and unchanged predictions over noise");

        // Another model finds the altered features; other threads give the same bits.
        var entries = Entries();
        await RunAsync("f", Copies + "\nclassifier: {candidates: [linear_svm: {}], folds: 2, group_by: none}\n" + stress, threads: 2);
        Entries().ShouldBe(entries);
        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(_scratch.Root, "artifacts", "store"), "stress*"))
        {
            Directory.Delete(folder, recursive: true);
        }

        var again = await RunAsync("e", $"{Classifier}\n{stress}", threads: 3);
        again.Conditions.ShouldBe(document.Conditions);
    }

    [Fact]
    public async Task Stress_ThatLeavesNothingOfAClip_NamesClipAndCondition()
    {
        var error = await Should.ThrowAsync<StageFailedException>(
            () => RunAsync("e", Classifier + "\nstress: {crop_end_50000ms: {}}", threads: 2));

        error.Message.ShouldContain(".wav under crop_end_50000ms: nothing is left of ");
        error.Message.ShouldEndWith("expected sound. Make the condition milder or leave it out.");
        File.Exists(Path.Combine(Workspace.ResultsFolder("e"), "report.html")).ShouldBeFalse("a report that is there stays as it is");
    }

    [Theory]
    [InlineData("babble_20db: {noise: nowhere}", "stress.babble_20db.noise is 'nowhere', expected an existing WAV file or folder.")]
    [InlineData("babble_20db: {noise: silent.wav}", "stress.babble_20db.noise: silent.wav: the noise is silent, expected a sound.")]
    [InlineData("babble_20db: {noise: short.wav}", "stress.babble_20db.noise: short.wav: a noise of 0.05 s, expected at least 0.1 s.")]
    [InlineData("hall: {room: silent.wav}", "stress.hall.room: silent.wav: an impulse response of 16,000 silent samples, expected a sound.")]
    [InlineData("noise_20db: {max_drop: 3}", "stress.noise_20db.max_drop is 3, expected a number from 0 to 2.")]
    [InlineData("nois_20db: {}", "stress.nois_20db is no condition")]
    public void Stress_ThatCannotBe_IsRefusedBeforeAnythingRuns(string condition, string message)
    {
        _scratch.Wav("silent.wav", new float[16000]);
        _scratch.Noise("short.wav", 1, seconds: 0.05);

        Should.Throw<ConfigurationException>(() => Open("e", $"{Classifier}\nstress: {{{condition}}}", threads: 1))
            .Message.ShouldContain(message);
    }

    private string[] Entries() =>
    [
        .. Directory
            .EnumerateDirectories(Path.Combine(_scratch.Root, "artifacts", "store"), "stress-*")
            .SelectMany(Directory.EnumerateDirectories)
            .Order(StringComparer.Ordinal),
    ];

    private async Task<StressDocument> RunAsync(string name, string experiment, int threads)
    {
        await using var session = Open(name, experiment, threads);
        var result = await session.RunAsync("stress", force: false, SilentObserver.Instance, TestContext.Current.CancellationToken);
        return result.Stress!;
    }

    private ExperimentSession Open(string name, string experiment, int threads)
    {
        Text($"experiments/{name}.yaml", $$"""
            name: {{name}}
            seed: 3
            dataset: words
            features: {kind: mfcc, sample_rate_hz: 16000, n_fft: 512, hop_length: 512, n_mels: 20, n_mfcc: 13, summary: functionals}
            split: {by: leave_one_speaker_out, acknowledge: [shared_texts]}
            {{experiment}}

            """);
        return ExperimentSession.Open(Workspace, name, ["dataset.source=" + _scratch.Full("clips")], threads);
    }

    private void Noise(string path, int rate, double seconds) => _scratch.Noise(path, (ulong)rate, seconds, rate);

    private void Text(string path, string text) => _scratch.Bytes(path, Encoding.UTF8.GetBytes(text));
}
