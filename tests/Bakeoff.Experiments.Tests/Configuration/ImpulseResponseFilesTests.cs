using System.Text;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Experiments.Tests.Configuration;

/// <summary>Impulse responses of the user: refused before anything runs, and part of the fingerprint by what they hold.</summary>
public sealed class ImpulseResponseFilesTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public ImpulseResponseFilesTests()
    {
        Text("experiments/datasets/words.yaml", "name: words\ntitle: T\nlicence: L\ncitation: C\npattern: '(?<label>[a-z]+)_[1-9]\\.wav'\n");
        Text("experiments/e.yaml", """
            name: e
            dataset: words
            split: {by: random, acknowledge: [shared_speakers, shared_texts]}
            augmentation:
              reverb: {impulse_responses: rooms}
            model: [lstm: 4]
            """);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Fingerprint_CountsContentAndNeitherNamesNorOrder()
    {
        Wav("rooms/a.wav", 0, 1, 0.5f);
        Wav("rooms/b.wav", 1, 0, 0.25f);
        var first = await FingerprintAsync();

        File.Move(_scratch.Full("rooms/a.wav"), _scratch.Full("rooms/z.WAV"));
        Wav("rooms/deep/copy.wav", 1, 0, 0.25f);
        Text("rooms/README.txt", "Not audio.");
        (await FingerprintAsync()).ShouldBe(first);

        Wav("rooms/b.wav", 1, 0, 0.26f);
        (await FingerprintAsync()).ShouldNotBe(first);
    }

    [Fact]
    public void Read_ResponsesThatCannotBeUsed_NamesEachWithItsPlace()
    {
        Problems().ShouldBe([
            $"augmentation.reverb.impulse_responses is 'rooms', expected an existing WAV file or folder. Correct the path; it is relative to "
                + $"{_scratch.Root}.",
        ]);

        Text("rooms/README.txt", "Not audio.");
        Problems().ShouldBe([
            "augmentation.reverb.impulse_responses is 'rooms', a folder without .wav files, expected at least one. Add some.",
        ]);

        Wav("rooms/good.wav", 0, 1);
        Wav("rooms/late.wav", [.. new float[5000], 1]);
        Wav("rooms/long.wav", [1, .. new float[1_000_000]]);
        Wav("rooms/none.wav");
        Wav("rooms/silent.wav", 0, 0, 0);
        _scratch.Float("rooms/stereo.wav", channels: 2, [0, 1, 1, 0]);
        Text("rooms/text.wav", "Not audio.");
        Problems().Order(StringComparer.Ordinal).ShouldBe([
            "augmentation.reverb.impulse_responses: rooms/long.wav lasts 62.5 s, expected at most 60 s. Replace the file or take it away.",
            "augmentation.reverb.impulse_responses: rooms/none.wav: 'data' chunk at byte 36 declares 0 bytes, expected at least one sample. "
                + "Replace the file or take it away.",
            "augmentation.reverb.impulse_responses: rooms/silent.wav: an impulse response of 3 silent samples, expected a sound. "
                + "Replace the file or take it away.",
            "augmentation.reverb.impulse_responses: rooms/stereo.wav: an impulse response of 2 channels, expected one: a mean of channels is "
                + "the response of no place. Keep one channel.",
            "augmentation.reverb.impulse_responses: rooms/text.wav: content begins with bytes 4E6F742061756469 ('Not audi'), expected WAV, AIFF, "
                + "FLAC, AU, Wave64, MP3, Ogg Vorbis or Opus at byte 0. Replace the file or take it away.",
        ]);
    }

    private List<string> Problems()
    {
        var problems = Should.Throw<ConfigurationException>(() => ExperimentReader.Read(_scratch.Root, "e", [])).Problems;
        problems.ShouldAllBe(static problem => problem.File == "experiments/e.yaml" && problem.Line == 5);
        return [.. problems.Select(static problem => problem.Message)];
    }

    private async Task<string> FingerprintAsync()
    {
        await using var session = ExperimentSession.Open(new Workspace(_scratch.Root), "e", [], threads: 1);
        return session.Describe(StageNames.Featurize).Single(static content => content.Stage == StageNames.Featurize).ComputeDigest();
    }

    private void Wav(string path, params float[] samples) => _scratch.Float(path, channels: 1, samples);

    private void Text(string path, string text) => _scratch.Bytes(path, Encoding.UTF8.GetBytes(text));
}
