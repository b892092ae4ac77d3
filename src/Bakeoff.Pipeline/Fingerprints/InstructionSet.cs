using System.Reflection;
using System.Reflection.Emit;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>The instructions of the common intermediate language by their codes (ECMA-335, partition III).</summary>
internal static class InstructionSet
{
    private const byte TwoByteLead = 0xFE;
    private static readonly OpCode?[] OneByte = new OpCode?[256];
    private static readonly OpCode?[] TwoByte = new OpCode?[256];

    static InstructionSet()
    {
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null)!;
            var value = unchecked((ushort)code.Value);
            if (code.Size == 1)
            {
                OneByte[value] = code;
            }
            else
            {
                TwoByte[value & 0xFF] = code;
            }
        }
    }

    /// <summary>Reads the instruction at a position and moves past its code.</summary>
    /// <exception cref="BadImageFormatException">The byte is no instruction.</exception>
    public static OpCode Read(ReadOnlySpan<byte> body, ref int position)
    {
        var first = body[position++];
        var code = first == TwoByteLead ? TwoByte[body[position++]] : OneByte[first];
        return code ?? throw new BadImageFormatException(
            FormattableString.Invariant($"no instruction has code 0x{first:X2}, at byte {position - 1} of a method body."));
    }
}
