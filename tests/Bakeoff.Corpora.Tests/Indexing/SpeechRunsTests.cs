using Bakeoff.Audio.Features.Streaming;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Indexing;

/// <summary>The rule that turns probabilities of speech into stretches. A letter is a window of 32 ms: S speech (0.9), w wavering (0.4,
/// between the thresholds), others none (0.1).</summary>
public sealed class SpeechRunsTests : IDisposable
{
    private const int WindowLength = 512;
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("....SSSSSSSSSS.....", "", "128-448")]
    [InlineData("..................", "", "")]
    [InlineData("....SSSSSSS.......", "", "")] // 224 ms are too short
    [InlineData("....SSSSSSS.......", "min_seconds: 0.2", "128-352")]
    [InlineData("SSSSSSSSSS...SSSSSSSSSS.....", "", "0-736")] // 96 ms do not divide
    [InlineData("SSSSSSSSSS....SSSSSSSSSS.....", "", "0-768")] // nor do four windows: the fourth begins after 96 ms
    [InlineData("SSSSSSSSSS.....SSSSSSSSSS.....", "", "0-320 480-800")]
    [InlineData("SSSSSSSSSS.....SSSSSSSSSS.....", "min_pause_seconds: 0.3", "0-960")]
    [InlineData("SSSSSSSSSSwwwwwwSSSSSSSSSS.....", "", "0-832")] // wavering is no pause
    [InlineData("SSSSSSSSSS.wwwwSSSSSSSSSS.....", "", "0-800")] // and alone does not end one that has begun
    [InlineData("SSSSSSSSSS.ww.wSSSSSSSSSS.....", "", "0-800")]
    [InlineData("SSSSSSSSSS.wwww.SSSSSSSSSS.....", "", "0-320 512-832")] // but it ends with the next window of silence
    [InlineData("wwwwSSSSSSSSSS.....", "threshold: 0.3", "0-448")]
    [InlineData("....SSSSSSSSSS", "", "128-448")] // to the end of the recording
    [InlineData("SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS.....", "max_seconds: 0.5, min_seconds: 0.1", "0-416 416-832 832-1024")]
    [InlineData("SSSSSSSSSS.....SSSSSSSSSSSSSSS.....", "max_seconds: 0.8, min_pause_seconds: 1", "0-320 480-1120")]
    public void Find_Windows_AreRunsOfSpeech(string windows, string options, string expected)
    {
        float[] probabilities = [.. windows.Select(static window => window switch { 'S' => 0.9f, 'w' => 0.4f, _ => 0.1f })];

        var runs = SpeechRuns.Find(probabilities, 0.032, windows.Length * 0.032, Options(options));

        string.Join(' ', runs.Select(static run => $"{Milliseconds(run.Start)}-{Milliseconds(run.End)}")).ShouldBe(expected);
    }

    [Fact]
    public void Index_SegmentBySilero_PadsToTheMiddleOfPausesAndResamples()
    {
        // 1.024 s at 8 kHz are 32 windows at 16 kHz.
        _scratch.Wav("happy_a.wav", Enumerable.Range(0, 8192).Select(static i => i % 2 == 0 ? 0.25f : -0.1f).ToArray(), 8000);
        var detector = new GivenWindows("....SSSSSSSSSS.....SSSSSSSSSS...");
        const string Yaml = "name: own\npattern: '(?<label>[a-z]+)_(?<speaker>[a-z])\\.wav'\nsegment: {by: silero, model: a.onnx, ";

        Index("pad_seconds: 0.03}").ShouldBe(["happy_a.wav#t=0.098,0.478", "happy_a.wav#t=0.578,1.024"]);
        Index("pad_seconds: 0.2}").ShouldBe(["happy_a.wav#t=0,0.528", "happy_a.wav#t=0.528,1.024"]);
        detector.Heard.ShouldBe(16384);

        string[] Index(string rest) =>
        [
            .. new CorpusIndexer(YamlOptions.Parse<DatasetDescription>(Yaml + rest, "own.yaml").Index, detector).Index(_scratch.Root)
                .Clips.Select(static clip => clip.Path).Order(StringComparer.Ordinal),
        ];
    }

    [Fact]
    public void Index_NetworkFails_IsOneErrorWithItsRecording()
    {
        _scratch.Noise("happy_a.wav", 1);
        var options = YamlOptions.Parse<DatasetDescription>(
            "name: own\npattern: '(?<label>[a-z]+)_(?<speaker>[a-z])\\.wav'\nsegment: {by: silero, model: a.onnx}",
            "own.yaml").Index;

        Should.Throw<DatasetException>(() => new CorpusIndexer(options, new Failing()).Index(_scratch.Root))
            .Message.ShouldBe("happy_a.wav: no.");
        Should.Throw<ArgumentNullException>(() => new CorpusIndexer(options));
    }

    [Theory]
    [InlineData("by: silero", "model", "is missing, expected Silero's network as ONNX file.")]
    [InlineData("by: silero, model: a, threshold_db: 20", "threshold_db", "expected it with by: energy only")]
    [InlineData("by: silero, model: a, max_seconds: 0.3, pad_seconds: 0.1", "max_seconds", "is 0.3, expected at least 0.328")]
    [InlineData("by: energy, threshold: 0.5", "threshold", "expected it with by: silero only")]
    [InlineData("by: energy, model: a", "model", "expected it with by: silero only")]
    public void Validate_OptionOfTheOtherRule_IsRefused(string options, string key, string message)
    {
        var text = $"name: own\npattern: '(?<label>[a-z]+)\\.wav'\nsegment: {{{options}}}";

        var problem = Should.Throw<ConfigurationException>(() => YamlOptions.Parse<DatasetDescription>(text, "own.yaml")).Message;

        problem.ShouldContain($"segment.{key} ");
        problem.ShouldContain(message);
    }

    private static SegmentOptions Options(string text) =>
        YamlOptions.Parse<SegmentOptions>($"{{by: silero, model: a.onnx{(text.Length > 0 ? ", " : "")}{text}}}", "own.yaml");

    private static string Milliseconds(double seconds) =>
        Math.Round(seconds * 1000).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed class GivenWindows(string windows) : ISpeechDetector
    {
        public int Heard { get; private set; }

        public int SampleRateHz => 16000;

        public int WindowLength => SpeechRunsTests.WindowLength;

        public IReadOnlyList<float> Probabilities(MonoWindow sound, string recording)
        {
            Heard = 0;
            while (sound.MoveTo(Heard, WindowLength) is { IsEmpty: false } samples)
            {
                Heard += samples.Length;
            }

            return [.. windows.Select(static window => window == 'S' ? 0.9f : 0.1f)];
        }
    }

    private sealed class Failing : ISpeechDetector
    {
        public int SampleRateHz => 16000;

        public int WindowLength => SpeechRunsTests.WindowLength;

        public IReadOnlyList<float> Probabilities(MonoWindow sound, string recording) =>
            throw new DatasetException(DatasetProblem.BadClip, new ErrorDetails("no") { Where = recording });
    }
}
