using Google.Protobuf;

namespace Bakeoff.Onnx.Graphs;

/// <summary>One protocol-buffer message under construction. ONNX's schema is proto2: repeated numbers stand one by one.</summary>
internal sealed class WireMessage
{
    private readonly MemoryStream _content = new();
    private readonly CodedOutputStream _output;

    public WireMessage() => _output = new CodedOutputStream(_content, leaveOpen: true);

    /// <summary>An integer, enumeration or truth value.</summary>
    public WireMessage Integer(int field, long value)
    {
        _output.WriteTag(field, WireFormat.WireType.Varint);
        _output.WriteInt64(value);
        return this;
    }

    /// <summary>A repeated integer.</summary>
    public WireMessage Integers(int field, IEnumerable<long> values)
    {
        foreach (var value in values)
        {
            Integer(field, value);
        }

        return this;
    }

    public WireMessage Single(int field, float value)
    {
        _output.WriteTag(field, WireFormat.WireType.Fixed32);
        _output.WriteFloat(value);
        return this;
    }

    public WireMessage Text(int field, string value)
    {
        _output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _output.WriteString(value);
        return this;
    }

    public WireMessage Texts(int field, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            Text(field, value);
        }

        return this;
    }

    public WireMessage Bytes(int field, ReadOnlyMemory<byte> value)
    {
        _output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
        return this;
    }

    public WireMessage Message(int field, WireMessage value) => Bytes(field, value.ToMemory());

    public WireMessage Messages(int field, IEnumerable<WireMessage> values)
    {
        foreach (var value in values)
        {
            Message(field, value);
        }

        return this;
    }

    /// <summary>The message so far.</summary>
    public ReadOnlyMemory<byte> ToMemory()
    {
        _output.Flush();
        return _content.GetBuffer().AsMemory(0, (int)_content.Length);
    }
}
