using Bakeoff.Audio.Decoding;
using static Bakeoff.Audio.Tests.Decoding.RecordingBuilder;

namespace Bakeoff.Audio.Tests.Decoding;

public sealed class WavDecoderTests
{
    private static readonly byte[] TwoSamples = [0x00, 0x40, 0x00, 0x80];

    public static TheoryData<int, int, byte[], float[]> Encodings =>
        new()
        {
            { Pcm, 8, [0, 128, 192, 255], [-1f, 0f, 0.5f, 127f / 128f] },
            { Pcm, 16, [0x00, 0x80, 0x00, 0x40, 0xFF, 0x7F], [-1f, 0.5f, 32767f / 32768f] },
            { Pcm, 24, [0x00, 0x00, 0x80, 0x00, 0x00, 0x40, 0xFF, 0xFF, 0xFF], [-1f, 0.5f, -1f / 8388608f] },
            { Pcm, 32, [0x00, 0x00, 0x00, 0x80, 0x00, 0x00, 0x00, 0x40], [-1f, 0.5f] },
            { IeeeFloat, 32, [.. BitConverter.GetBytes(-1.5f), .. BitConverter.GetBytes(0.25f)], [-1.5f, 0.25f] },
            { IeeeFloat, 64, [.. BitConverter.GetBytes(-1.5), .. BitConverter.GetBytes(0.1)], [-1.5f, 0.1f] },
        };

    [Theory, MemberData(nameof(Encodings))]
    public void Decode_Encoding_ScalesAsLibsndfile(int tag, int bits, byte[] data, float[] expected)
    {
        AudioDecoder.Decode(Wav(data, tag, bits: bits), "a.wav").Samples.ShouldBe(expected);
        AudioDecoder
            .Decode(Container("RIFF", "WAVE", Chunk("fmt ", ExtensibleFormat(tag, 1, 16000, bits)), Chunk("data", data)), "a.wav")
            .Samples.ShouldBe(expected);
    }

    [Fact]
    public void Decode_ManySamples_VectorsEqualOneByOne()
    {
        var data = Enumerable.Range(0, 2 * 101).Select(i => (byte)(i * 37)).ToArray();

        var samples = AudioDecoder.Decode(Wav(data), "a.wav").Samples;

        for (var i = 0; i < samples.Length; i++)
        {
            samples[i].ShouldBe((short)(data[2 * i] | (data[2 * i + 1] << 8)) / 32768f);
        }
    }

    [Fact]
    public void Decode_Stereo_InterleavesAndAveragesToMono()
    {
        var signal = AudioDecoder.Decode(Wav([0x00, 0x40, 0x00, 0x00, 0x00, 0x80, 0x00, 0x40], channels: 2, rateHz: 44100), "a.wav");

        signal.ChannelCount.ShouldBe(2);
        signal.SampleRateHz.ShouldBe(44100);
        signal.SampleCount.ShouldBe(2);
        signal.Samples.ShouldBe([0.5f, 0f, -1f, 0.5f]);
        signal.ToMono().ShouldBe([0.25f, -0.25f]);
    }

    [Fact]
    public void Decode_ListChunksAroundOddData_AreSteppedOver()
    {
        var list = Chunk("LIST", [.. "INFOISFT"u8, 3, 0, 0, 0, 1, 2, 3]);

        AudioDecoder.Decode(Wav([0, 128, 255], bits: 8, before: list, after: list), "a.wav").SampleCount.ShouldBe(3);
    }

    [Fact]
    public void Decode_Rifx_IsBigEndian()
    {
        var file = Container(
            "RIFX",
            "WAVE",
            Chunk("fmt ", Format(Pcm, 1, 8000, 16, isBigEndian: true), isBigEndian: true),
            Chunk("data", [0x40, 0x00, 0x80, 0x00], isBigEndian: true));

        var signal = AudioDecoder.Decode(file, "a.wav");

        signal.SampleRateHz.ShouldBe(8000);
        signal.Samples.ShouldBe([0.5f, -1f]);
    }

    [Fact]
    public void Decode_Rf64_TakesLengthFromDs64()
    {
        byte[] sizes = [.. new byte[8], .. BitConverter.GetBytes(4L), .. new byte[12]];
        var file = Container(
            "RF64",
            "WAVE",
            Chunk("ds64", sizes),
            Chunk("fmt ", Format(Pcm, 1, 16000, 16)),
            Chunk("data", TwoSamples, declared: uint.MaxValue));

        AudioDecoder.Decode(file, "a.wav").Samples.ShouldBe([0.5f, -1f]);
    }

    [Fact]
    public void ReadInfo_Header_AgreesWithDecode()
    {
        var info = AudioDecoder.ReadInfo(Wav(TwoSamples, rateHz: 24414), "a.wav");

        info.ShouldBe(new AudioInfo(AudioContainer.Wav, SampleEncoding.Signed16, 24414, 1, 2));
        info.DurationSeconds.ShouldBe(2.0 / 24414);
    }

    [Fact]
    public void Decode_TruncatedDataChunk_ThrowsWithByteOffset()
    {
        var file = Wav(new byte[1000]);

        var thrown = Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(file.AsMemory(0, 544), "03-01.wav"));

        thrown.Path.ShouldBe("03-01.wav");
        thrown.ByteOffset.ShouldBe(36);
        thrown.Message.ShouldBe(
            "03-01.wav: 'data' chunk at byte 36 declares 1000 bytes, expected at most the 500 left in the truncated file.");
    }

    public static TheoryData<string, byte[], long, string> Damaged =>
        new()
        {
            {
                "zero rate",
                Wav(TwoSamples, rateHz: 0),
                24,
                "a.wav: sample rate at byte 24 is 0 Hz, expected a whole number from 1 to 768000."
            },
            { "no channel", Wav(TwoSamples, channels: 0), 22, "a.wav: number of channels at byte 22 is 0, expected 1 to 64." },
            { "absurd channels", Wav(TwoSamples, channels: 40000), 22, "a.wav: number of channels at byte 22 is 40000, expected 1 to 64." },
            {
                "half a frame",
                Wav([1, 2, 3, 4, 5, 6], channels: 2),
                36,
                "a.wav: 'data' chunk at byte 36 declares 6 bytes, expected a multiple of 4 (channels x bytes per sample)."
            },
            { "no sample", Wav([]), 36, "a.wav: 'data' chunk at byte 36 declares 0 bytes, expected at least one sample." },
            {
                "wrong block align",
                Container("RIFF", "WAVE", Chunk("fmt ", Format(Pcm, 2, 16000, 16, blockAlign: 2)), Chunk("data", TwoSamples)),
                32,
                "a.wav: block align at byte 32 is 2, expected 4 (2 channels x 16 bits)."
            },
            {
                "ADPCM",
                Wav(TwoSamples, tag: 17, bits: 4),
                20,
                "a.wav: encoding at byte 20 is ADPCM (tag 17) with 4 bits, expected PCM of 1 to 32 bits, IEEE float of 32 or 64, A-law "
                    + "or mu-law of 8. "
                    + "Convert it to 16-bit WAV first."
            },
            {
                "data before format",
                Container("RIFF", "WAVE", Chunk("data", TwoSamples)),
                12,
                "a.wav: 'data' chunk at byte 12 comes before any 'fmt ' chunk, expected the format first."
            },
            {
                "no data",
                Container("RIFF", "WAVE", Chunk("fmt ", Format(Pcm, 1, 16000, 16))),
                36,
                "a.wav: no 'data' chunk in 36 bytes, expected one before the end of the file."
            },
            {
                "short format",
                Container("RIFF", "WAVE", Chunk("fmt ", new byte[8])),
                12,
                "a.wav: 'fmt ' chunk at byte 12 declares 8 bytes, expected at least 16."
            },
            {
                "lying size",
                Container("RIFF", "WAVE", Chunk("fmt ", Format(Pcm, 1, 16000, 16)), Chunk("data", TwoSamples, declared: 4_000_000_000)),
                36,
                "a.wav: 'data' chunk at byte 36 declares 4000000000 bytes, expected at most the 4 left in the truncated file."
            },
            {
                "NaN",
                Wav([.. BitConverter.GetBytes(0f), .. BitConverter.GetBytes(float.NaN)], IeeeFloat, bits: 32),
                48,
                "a.wav: sample 1 at byte 48 is NaN, expected a finite number."
            },
            {
                "infinite double",
                Wav(BitConverter.GetBytes(1e300), IeeeFloat, bits: 64),
                44,
                "a.wav: sample 0 at byte 44 is infinite, expected a finite number."
            },
        };

    [Theory, MemberData(nameof(Damaged))]
    public void Decode_DamagedFile_ThrowsWithPlaceValueAndRule(string what, byte[] file, long offset, string message)
    {
        var thrown = Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(file, "a.wav"), what);

        thrown.Message.ShouldBe(message);
        thrown.ByteOffset.ShouldBe(offset);
    }
}
