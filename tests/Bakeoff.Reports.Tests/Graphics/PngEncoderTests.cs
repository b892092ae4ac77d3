using System.Buffers.Binary;
using System.IO.Compression;
using Bakeoff.Reports.Graphics;
using Bakeoff.Reports.Pages;
using FsCheck;
using FsCheck.Fluent;

namespace Bakeoff.Reports.Tests.Graphics;

public sealed class PngEncoderTests
{
    [Fact]
    public void CompressZlib_AnyBytes_AreReadBackByThePlatform() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll<byte[]>(data => Inflate(Deflate.CompressZlib(data ?? [])).AsSpan().SequenceEqual(data ?? [])));

    [Fact]
    public void CompressZlib_LongRepeats_AreReadBackAndSmall()
    {
        var data = new byte[200_000];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = (byte)(i / 700 * 37);
        }

        var compressed = Deflate.CompressZlib(data);
        Inflate(compressed).ShouldBe(data);
        compressed.Length.ShouldBeLessThan(5_000);
    }

    [Fact]
    public void Encode_SmallImage_HasTheChunksOfThePngSpecification()
    {
        var png = PngEncoder.Encode(3, 2, [0, 1, 2, 2, 1, 0], [0, 0, 0, 255, 0, 0, 0, 0, 255]);
        png.AsSpan(0, 8).ToArray().ShouldBe([137, 80, 78, 71, 13, 10, 26, 10]);
        var types = new List<string>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            types.Add(System.Text.Encoding.ASCII.GetString(png, at + 4, 4));
            if (types[^1] == "IDAT")
            {
                Inflate(png.AsSpan(at + 8, length).ToArray()).ShouldBe([0, 0, 1, 2, 0, 2, 1, 0]);
            }

            at += 12 + length;
        }

        types.ShouldBe(["IHDR", "PLTE", "IDAT", "IEND"]);
    }

    [Fact]
    public void Encode_WrongPixelCount_SaysWhichSizeWasExpected() =>
        Should
            .Throw<ArgumentException>(() => PngEncoder.Encode(2, 2, [1, 2, 3], [0, 0, 0]))
            .Message.ShouldStartWith("The image has 3 pixels, expected width x height = 2 x 2.");

    private static byte[] Inflate(byte[] compressed)
    {
        using var stream = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
