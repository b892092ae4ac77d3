namespace Bakeoff.Reports.Graphics;

/// <summary>Packs bits into bytes as deflate wants them: values from the lowest bit up, Huffman codes from the highest bit down.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _current;
    private int _count;

    /// <summary>The whole bytes written so far.</summary>
    public IReadOnlyList<byte> Bytes => _bytes;

    /// <summary>Appends the lowest <paramref name="bitCount"/> bits of a value.</summary>
    public void Write(int value, int bitCount)
    {
        for (var bit = 0; bit < bitCount; bit++)
        {
            Append((value >> bit) & 1);
        }
    }

    /// <summary>Appends a Huffman code, highest bit first.</summary>
    public void WriteCode(int code, int bitCount)
    {
        for (var bit = bitCount - 1; bit >= 0; bit--)
        {
            Append((code >> bit) & 1);
        }
    }

    /// <summary>Fills the last byte with zeros.</summary>
    public void Flush()
    {
        while (_count != 0)
        {
            Append(0);
        }
    }

    private void Append(int bit)
    {
        _current |= bit << _count;
        if (++_count == 8)
        {
            _bytes.Add((byte)_current);
            _current = 0;
            _count = 0;
        }
    }
}
