using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Bakeoff.Options.Files;

namespace Bakeoff.Encoders.Storage;

/// <summary>Types of stored numbers, and their values as float32.</summary>
internal static class NumberType
{
    public const string Single = "F32";
    public const string Half = "F16";
    public const string BrainHalf = "BF16";

    /// <summary>Bytes of one number; null for a type that encoders do not have.</summary>
    public static int? BytesOf(string type) => type switch
    {
        Single => sizeof(float),
        Half or BrainHalf => sizeof(ushort),
        _ => null,
    };

    /// <summary>Reads numbers of a known type. Each value of 16 bits is a value of 32 bits, so nothing is rounded.</summary>
    public static void Widen(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case Single when BitConverter.IsLittleEndian:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                break;
            case Single:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(sizeof(float) * i)..]);
                }

                break;
            case Half when BitConverter.IsLittleEndian:
                HalfFloats.Widen(MemoryMarshal.Cast<byte, System.Half>(bytes), values);
                break;
            case Half:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(sizeof(ushort) * i)..]);
                }

                break;
            case BrainHalf:
                for (var i = 0; i < values.Length; i++)
                {
                    var bits = (uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(sizeof(ushort) * i)..]);
                    values[i] = BitConverter.UInt32BitsToSingle(bits << 16);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "The numbers are of no type that encoders have.");
        }
    }
}
