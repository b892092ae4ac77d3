using Bakeoff.Audio.Decoding;
using Bakeoff.Audio.Decoding.Flac;
using Bakeoff.Testing;

namespace Bakeoff.Audio.Tests.Decoding;

public sealed class FlacDecoderTests
{
    private const int FirstBlockOffset = 4;
    private const int SampleCountOffset = FirstBlockOffset + 4 + 13;
    private const int PlainFramesOffset = FirstBlockOffset + 4 + 34;

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Fixture.Path("flac/cases.csv")).Skip(1))
        {
            var names = line.Split(',');
            data.Add(names[0], names[1]);
        }

        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Decode_EveryVariant_GivesTheSamplesOfTheWav(string flac, string wav)
    {
        var expected = AudioDecoder.Decode(Read(wav), wav);

        var signal = AudioDecoder.Decode(Read(flac), flac);

        signal.SampleRateHz.ShouldBe(expected.SampleRateHz);
        signal.ChannelCount.ShouldBe(expected.ChannelCount);
        signal.Samples.AsSpan().SequenceEqual(expected.Samples).ShouldBeTrue();
    }

    [Fact]
    public void ReadInfo_Header_SaysWhatDecodeGives()
    {
        AudioDecoder
            .ReadInfo(Read("mono16-best.flac"), "a.flac")
            .ShouldBe(new AudioInfo(AudioContainer.Flac, SampleEncoding.Flac, 16000, 1, 2000));
        AudioDecoder.ReadInfo(Read("mono16-unknown-length.flac"), "a.flac").SampleCount.ShouldBe(0);
    }

    public static TheoryData<string> ToDamage =>
        [
            "mono16-block192.flac",
            "stereo16-near.flac",
            "hand-escape.flac",
            "hand-stereo.flac",
            "extremes24.flac",
            "silence.flac",
            "mono16-tags.flac",
        ];

    [Theory, MemberData(nameof(ToDamage))]
    public void Decode_EveryPrefix_SaysThatItIsTruncated(string name)
    {
        var file = Read(name);
        for (var length = 0; length < file.Length; length++)
        {
            var thrown = Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(file.AsMemory(0, length), "x.flac"));
            thrown.Message.ShouldStartWith("x.flac: ");
            thrown.ByteOffset.ShouldBeInRange(0, length);
        }
    }

    [Theory, MemberData(nameof(ToDamage))]
    public void Decode_EveryByteFlipped_IsNoticedOrChangesNoSample(string name)
    {
        var file = Read(name);
        var samples = AudioDecoder.Decode(file, name).Samples;
        for (var at = 0; at < file.Length; at++)
        {
            foreach (var value in new byte[] { 0x00, 0x01, 0x80, 0xFF, (byte)~file[at] })
            {
                var damaged = (byte[])file.Clone();
                damaged[at] = value;
                if (Attempt(damaged) is { } signal)
                {
                    signal.Samples.AsSpan().SequenceEqual(samples).ShouldBeTrue($"byte {at} as {value} went unnoticed");
                }
            }
        }
    }

    [Theory, InlineData("hand-escape.flac"), InlineData("hand-escape5.flac"), InlineData("hand-rate-khz.flac"), InlineData("hand12.flac")]
    public void Decode_FlippedByteUnderARightChecksum_ThrowsTypedOrDecodes(string name)
    {
        // A checksum that fits hides the damage, so that every rule behind it is tried.
        var file = Read(name);
        for (var at = PlainFramesOffset + 8; at < file.Length - 2; at++)
        {
            foreach (var value in new byte[] { 0x00, 0x01, 0x7F, 0x80, 0xFF })
            {
                var damaged = (byte[])file.Clone();
                damaged[at] = value;
                var checksum = CyclicChecksum.Crc16.Of(damaged.AsSpan()[PlainFramesOffset..^2]);
                (damaged[^2], damaged[^1]) = ((byte)(checksum >> 8), (byte)checksum);
                (Attempt(damaged)?.SampleCount ?? 0).ShouldBeLessThanOrEqualTo(512);
            }
        }
    }

    [Theory, InlineData("mono16-best.flac"), InlineData("mono16-unknown-length.flac")]
    public void Decode_HeaderPromisesHours_TakesNoMemoryForThem(string name)
    {
        var file = Read(name);
        file[SampleCountOffset] |= 0x0F;
        file.AsSpan(SampleCountOffset + 1, 4).Fill(0xFF);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var thrown = Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(file, "a.flac"));

        thrown.Message.ShouldBe($"a.flac: file ends at byte {file.Length} after 2000 samples, expected 68719476735 as its header says.");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void Decode_LongerThanAllowed_IsRefused()
    {
        AudioDecoder.Decode(Read("mono16-best.flac"), "a.flac", maxSeconds: 0.125).SampleCount.ShouldBe(2000);
        foreach (var name in new[] { "mono16-best.flac", "mono16-unknown-length.flac", "mono16.wav" })
        {
            Should
                .Throw<AudioFormatException>(() => AudioDecoder.Decode(Read(name), "a.flac", maxSeconds: 0.1))
                .Message.ShouldBe("a.flac: sound is longer than 0.1 s, expected at most that. Cut it into parts.");
        }
    }

    public static TheoryData<string, int, byte, string> Damaged =>
        new()
        {
            {
                "mono16-best.flac",
                4,
                0x04,
                "a.flac: first metadata block at byte 4 is of type 4 with 34 bytes, expected STREAMINFO (type 0, 34 bytes)."
            },
            { "mono16-best.flac", 186, 0xCC, "a.flac: frame at byte 86 does not have its checksum (CRC-16)." },
            { "hand-escape.flac", 26, 0x00, "a.flac: MD5 of all samples differs from that in the header (byte 26)." },
            { "hand-escape.flac", 42, 0x00, "a.flac: bytes 00F8 at byte 42 begin no frame, expected FFF8 or FFF9." },
            { "hand-escape.flac", 46, 0x01, "a.flac: header of the frame at byte 42 does not have its checksum (CRC-8)." },
            {
                "hand-escape5.flac",
                21,
                0x70,
                "a.flac: frame at byte 42 has 16000 Hz, 1 channels and 16 bits, expected 16000 Hz, 1 channels and 8 bits as at the start. "
                    + "Split the recording where it changes."
            },
        };

    [Theory, MemberData(nameof(Damaged))]
    public void Decode_DamagedByte_ThrowsWithPlaceValueAndRule(string name, int at, byte value, string message)
    {
        var file = Read(name);
        file[at] = value;

        Should.Throw<AudioFormatException>(() => AudioDecoder.Decode(file, "a.flac")).Message.ShouldBe(message);
    }

    [Fact]
    public void Decode_FrameLeftOut_IsNoticed()
    {
        var file = Read("hand-variable-unknown.flac");
        var second = file.AsSpan().IndexOf((byte[])[0xFF, 0xF9, 0x65, 0x00, 0xC4, 0x80]);
        var third = file.AsSpan().IndexOf((byte[])[0xFF, 0xF9, 0x15, 0x00, 0xC4, 0x91]);

        Should
            .Throw<AudioFormatException>(() => AudioDecoder.Decode((byte[])[.. file[..second], .. file[third..]], "a.flac"))
            .Message.ShouldBe(
                $"a.flac: number of the frame at byte {second} is 273, expected 256, for frames are missing or in the wrong order.");
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Fixture.Path($"flac/{name}"));

    private static AudioSignal? Attempt(byte[] file)
    {
        try
        {
            return AudioDecoder.Decode(file, "x.flac");
        }
        catch (AudioFormatException exception)
        {
            exception.Message.ShouldStartWith("x.flac: ");
            return null;
        }
    }
}
