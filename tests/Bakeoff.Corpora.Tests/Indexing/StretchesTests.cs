using Bakeoff.Audio.Decoding;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Options;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Indexing;

/// <summary>Clips that are stretches of files: stated by a manifest, or found by energy.</summary>
public sealed class StretchesTests : IDisposable
{
    private const int RateHz = 16000;
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Index_StretchesOfAManifest_AreClipsWithTheSamplesOfTheStretch()
    {
        var samples = Noise(1, 0, RateHz);
        Write("talk.wav", samples);
        Write("part.wav", samples[8000..12000]);
        Manifest("path,label,speaker,start,end\ntalk.wav,happy,a,0,0.25\ntalk.wav,sad,b,0.75,\ntalk.wav,sad,a,0.5,0.75\npart.wav,sad,a,,\n");

        var index = Index("manifest: {}\n");

        // The third row and part.wav are the same samples.
        index.Clips.Select(static clip => (clip.Path, clip.File, clip.Speaker, clip.Seconds, clip.Stretch)).ShouldBe([
            ("talk.wav#t=0,0.25", "talk.wav", "a", 0.25, new ClipStretch(0, 0.25, null)),
            ("part.wav", "part.wav", "a", 0.25, null),
            ("talk.wav#t=0.75", "talk.wav", "b", 0.25, new ClipStretch(0.75, null, null)),
        ]);
        index.Report.Summary().ShouldBe("3 clips of 2 files (1 duplicate), 2 labels, 2 speakers, texts unknown");
        Directory.CreateDirectory(_scratch.Full("out"));
        IndexTable.Write(_scratch.Full("out/index.csv"), index.Clips);
        index.Report.Write(_scratch.Full("out/index-report.json"));
        File.ReadAllLines(_scratch.Full("out/index.csv"))[0].ShouldEndWith(",seconds,sha256,start,end,channel");
        IndexFiles.ReadClips(_scratch.Full("out")).ShouldBe(index.Clips);

        var heard = new float[index.Clips.Count][];
        ClipSounds.ForEach(_scratch.Full(""), index.Clips, new ParallelOptions(), (i, sound) => heard[i] = sound.ReadToEnd().Samples);
        var whole = AudioDecoder.Decode(File.ReadAllBytes(_scratch.Full("talk.wav")), "talk.wav").Samples;
        heard[0].ShouldBe(whole[..4000]);
        heard[1].ShouldBe(whole[8000..12000]);
        heard[2].ShouldBe(whole[12000..]);
    }

    [Theory]
    [InlineData("a.wav,x,1,1,", "manifest.csv(2,11): end is '1', expected more than start ('1'). Correct it.")]
    [InlineData("a.wav,x,-1,1,", "manifest.csv(2,9): start is '-1', expected at least 0 seconds. Correct it.")]
    [InlineData("a.wav,x,0,1 s,", "manifest.csv(2,11): end is '1 s', expected a number with a decimal point, or nothing. Correct it.")]
    [InlineData("a.wav,x,0,1,0", "manifest.csv(2,13): channel is '0', expected a channel, from 1. Correct it.")]
    [InlineData(
        "a.wav,x,0.5,1.5,",
        "a.wav#t=0.5,1.5: end is 1.5 s, expected at most 1 s, where the recording ends. Correct manifest.csv(2).")]
    [InlineData(
        "a.wav,x,2,3,",
        "a.wav#t=2,3: beginning is 2 s, expected a time before the end of the recording. Correct manifest.csv(2).")]
    [InlineData("a.wav,x,0,1,2", "a.wav#t=0,1&channel=2: channel is 2, expected at most 1, as the recording has. Correct manifest.csv(2).")]
    [InlineData("a.wav,x,0,0.5,\na.wav,x,0,0.5,", "manifest.csv(3): a.wav#t=0,0.5 is listed twice, expected one row a clip")]
    public void Index_StretchThatIsNotThere_NamesTheRow(string row, string message)
    {
        Write("a.wav", Noise(1, 0, RateHz));
        Manifest($"path,label,start,end,channel\n{row}\n");

        Should.Throw<DatasetException>(() => Index("manifest: {}\n")).Message.ShouldContain(message);
    }

    [Fact]
    public void Index_EndThatATableRounded_IsTheEndOfTheRecording()
    {
        Write("a.wav", Noise(1, 0, RateHz));
        Manifest("path,label,start,end\na.wav,x,0.5,1.005\n");

        Index("manifest: {}\n").Clips.ShouldHaveSingleItem().SampleCount.ShouldBe(8000);
    }

    [Fact]
    public void Index_SegmentByEnergy_FindsSpeechBetweenPauses()
    {
        // Half a second of noise, a second of near silence, 0.6 s of noise with a short gap, silence, and a click that is too short.
        float[] samples =
        [
            .. Noise(1, 0, 8000), .. Quiet(16000), .. Noise(2, 0, 4000), .. Quiet(1600), .. Noise(3, 0, 4000), .. Quiet(16000),
            .. Noise(4, 0, 800), .. Quiet(8000),
        ];
        Write("happy_a.wav", samples);
        const string Yaml = "pattern: '(?<label>[a-z]+)_(?<speaker>[a-z])\\.wav'\n";

        var clips = Index($"{Yaml}segment: {{by: energy}}\n").Clips.OrderBy(static clip => clip.Stretch!.StartSeconds).ToList();

        clips.Select(static clip => (clip.Label, clip.Speaker)).ShouldBe([("happy", "a"), ("happy", "a")]);
        clips[0].Stretch!.StartSeconds.ShouldBe(0);
        clips[0].Stretch!.EndSeconds!.Value.ShouldBeInRange(0.59, 0.63);
        clips[1].Stretch!.StartSeconds.ShouldBeInRange(1.37, 1.41);
        clips[1].Stretch!.EndSeconds!.Value.ShouldBeInRange(2.19, 2.23);
        Index($"{Yaml}segment: {{by: energy, max_seconds: 0.5}}\n").Clips.Count.ShouldBe(4);
        Index(Yaml).Clips.ShouldHaveSingleItem().Stretch.ShouldBeNull();
    }

    private static float[] Noise(ulong seed, int start, int count)
    {
        var random = new Numerics.SeededRandom(seed, "stretch");
        return [.. Enumerable.Range(start, count).Select(_ => (float)((random.NextDouble() - 0.5) * 0.5))];
    }

    private static float[] Quiet(int count) => [.. Noise(9, 0, count).Select(static sample => sample * 0.001f)];

    private void Write(string path, float[] samples)
    {
        using var stream = File.Create(_scratch.Full(path));
        WavWriter.Write16(stream, samples, RateHz);
    }

    private void Manifest(string text) => File.WriteAllText(_scratch.Full("manifest.csv"), text);

    private CorpusIndex Index(string yaml) =>
        new CorpusIndexer(YamlOptions.Parse<DatasetDescription>("name: own\n" + yaml, "own.yaml").Index).Index(_scratch.Full(""));
}
