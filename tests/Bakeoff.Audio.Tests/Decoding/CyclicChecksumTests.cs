using Bakeoff.Audio.Decoding;

namespace Bakeoff.Audio.Tests.Decoding;

public sealed class CyclicChecksumTests
{
    // The check values of Ross Williams' guide to CRC algorithms, and of the catalogue of parametrised CRC algorithms.
    [Fact]
    public void Of_TheDigits_IsTheCheckValueOfEachAlgorithm()
    {
        CyclicChecksum.Crc8.Of("123456789"u8).ShouldBe(0xF4u);
        CyclicChecksum.Crc16.Of("123456789"u8).ShouldBe(0xFEE8u);
        CyclicChecksum.Crc16.Of("123456789"u8, 0xFFFF).ShouldBe(0xAEE7u);
        CyclicChecksum.Crc16LowestFirst.Of("123456789"u8).ShouldBe(0xBB3Du);
        CyclicChecksum.Crc32.Of("123456789"u8).ShouldBe(0x89A1_897Fu);
        CyclicChecksum.Crc32.Of("123456789"u8, 0xFFFF_FFFF).ShouldBe(0x0376_E6E7u);
    }

    [Fact]
    public void Of_Stretches_IsThatOfTheWhole()
    {
        foreach (var checksum in new[]
            { CyclicChecksum.Crc8, CyclicChecksum.Crc16, CyclicChecksum.Crc16LowestFirst, CyclicChecksum.Crc32 })
        {
            checksum.Of("6789"u8, checksum.Of("12345"u8)).ShouldBe(checksum.Of("123456789"u8));
        }
    }
}
