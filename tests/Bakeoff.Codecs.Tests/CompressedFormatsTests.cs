using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Bakeoff.Audio.Decoding;
using Bakeoff.Testing;

namespace Bakeoff.Codecs.Tests;

public sealed class CompressedFormatsTests
{
    private const int FirstCompared = 2000;
    private const double Step = 1.0 / 32768;

    // A change here means that clips of these formats have other samples: say so in the change log.
    private static readonly Dictionary<string, string> Pinned = new(StringComparer.Ordinal)
    {
        ["ffmpeg-mono16.mp3"] = "adb3e755a1dc6ea7",
        ["lame-stereo44.mp3"] = "a524f0d60573e7c1",
        ["lame-vbr-mono22.mp3"] = "2e0f09b69e79cf90",
        ["no-tag-mono48.mp3"] = "8b9c6416c0721e74",
        ["vorbis-mono16.ogg"] = "0863f6856a28e8ab",
        ["vorbis-stereo44.ogg"] = "8a24c2e65d8241f2",
        ["opus-celt-stereo48-gain.opus"] = "84cdd92e511a0fc9",
        ["opus-silk-mono16.opus"] = "b4ee5933f0d51790",
        ["opus-six-channels.opus"] = "225c294a5be82d02",
    };

    public CompressedFormatsTests() => CompressedFormats.Register();

    public static TheoryData<string, int> Cases()
    {
        var data = new TheoryData<string, int>();
        foreach (var line in File.ReadLines(Fixture.Path("codecs/cases.csv")).Skip(1))
        {
            var fields = line.Split(',');
            data.Add(fields[0], int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        return data;
    }

    public static TheoryData<string> Switches => ["DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];

    [Theory, MemberData(nameof(Cases))]
    public void Decode_EveryFormat_HasTheLengthAndTheSamplesThatFfmpegGives(string name, int sampleCount)
    {
        var reference = MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(Fixture.Path($"codecs/{name}.s16")));

        var signal = AudioDecoder.Decode(Read(name), name);

        signal.SampleCount.ShouldBe(sampleCount);

        // ffmpeg rounds to 16 bits. Concentus decodes Opus in fixed point and libopus in floating point: 40 steps of 16 bits apart at most
        // here, and more where one packet holds both of Opus' methods.
        var tolerance = name.EndsWith("opus", StringComparison.Ordinal) ? 180 * Step : 0.6 * Step;
        var start = FirstCompared * signal.ChannelCount;
        for (var i = 0; i < reference.Length; i++)
        {
            (signal.Samples[start + i] - (reference[i] * Step)).ShouldBe(0, tolerance, $"value {i}");
        }
    }

    [Fact]
    public void Decode_EveryFormat_GivesPinnedBits()
    {
        foreach (var (name, hash) in Pinned)
        {
            var samples = AudioDecoder.Decode(Read(name), name).Samples;
            Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(samples.AsSpan())))[..16].ShouldBe(hash, name);
        }
    }

    [Theory, MemberData(nameof(Switches))]
    public async Task Decode_WithIntrinsicsOff_GivesPinnedBits(string variable)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(CompressedFormatsTests).Assembly.Location);
        }

        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"{typeof(CompressedFormatsTests).FullName}.{nameof(Decode_EveryFormat_GivesPinnedBits)}");
        start.Environment[variable] = "0";

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, $"{variable}=0: {output}");
        output.ShouldContain("Total: 1");
    }

    [Fact]
    public void ReadInfo_Header_SaysWhatItStates()
    {
        Info("lame-stereo44.mp3").ShouldBe(new AudioInfo(AudioContainer.Mp3, SampleEncoding.Compressed, 44100, 2, 9702));
        Info("no-tag-mono48.mp3").ShouldBe(new AudioInfo(AudioContainer.Mp3, SampleEncoding.Compressed, 48000, 1, 0));
        Info("vorbis-mono16.ogg").ShouldBe(new AudioInfo(AudioContainer.OggVorbis, SampleEncoding.Compressed, 16000, 1, 0));
        Info("opus-silk-mono16.opus").ShouldBe(new AudioInfo(AudioContainer.OggOpus, SampleEncoding.Compressed, 48000, 1, 0));

        static AudioInfo Info(string name) => AudioDecoder.ReadInfo(Read(name), name);
    }

    [Fact]
    public void Decode_MappedChannels_GivesAllOfThem()
    {
        var signal = AudioDecoder.Decode(Read("opus-six-channels.opus"), "six.opus");

        signal.ChannelCount.ShouldBe(6);
        signal.SampleCount.ShouldBe(9600);

        // Vorbis' order: left, centre, right, two behind, and the one for low frequencies, which lets little of the tone through.
        var levels = Enumerable.Range(0, 6)
            .Select(channel => Math.Sqrt(Enumerable.Range(2000, 7000).Average(n => Math.Pow(signal.Samples[(n * 6) + channel], 2))))
            .ToList();
        double[] expected = [1, 0.2, 0.5, 0.3, 0.4, 0];
        for (var channel = 0; channel < 6; channel++)
        {
            (levels[channel] / levels[0]).ShouldBe(expected[channel], 0.02, $"channel {channel}");
        }
    }

    [Fact]
    public void Read_BlockByBlockAndAgain_GivesTheSamplesOfDecode()
    {
        foreach (var name in Pinned.Keys)
        {
            using var reader = AudioReader.Open(Fixture.Path($"codecs/{name}"));
            var first = reader.ReadToEnd().Samples;
            reader.Rewind();
            var block = new float[7 * reader.Info.ChannelCount];
            var again = new List<float>();
            for (int read; (read = reader.Read(block)) > 0;)
            {
                again.AddRange(block[..read]);
            }

            again.ToArray().AsSpan().SequenceEqual(first).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Decode_LongerThanAllowed_IsRefused()
    {
        foreach (var name in Pinned.Keys)
        {
            Should
                .Throw<AudioFormatException>(() => AudioDecoder.Decode(Read(name), name, maxSeconds: 0.1))
                .Message.ShouldBe($"{name}: sound is longer than 0.1 s, expected at most that. Cut it into parts.");
        }
    }

    [Fact]
    public void Decode_OtherContent_NamesTheFormats() =>
        Should
            .Throw<AudioFormatException>(() => AudioDecoder.Decode("hello world"u8.ToArray(), "x.mp3"))
            .Message.ShouldBe(
                "x.mp3: content begins with bytes 68656C6C6F20776F ('hello wo'), "
                    + "expected WAV, AIFF, FLAC, AU, Wave64, MP3, Ogg Vorbis or Opus at byte 0.");

    internal static byte[] Read(string name) => File.ReadAllBytes(Fixture.Path($"codecs/{name}"));
}
