using System.Reflection;
using System.Reflection.Emit;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>The instructions of the common intermediate language by their codes (ECMA-335, partition III).</summary>
internal static class InstructionSet
{
    private const byte TwoByteLead = 0xFE;
    private static readonly Instruction?[] OneByte = new Instruction?[256];
    private static readonly Instruction?[] TwoByte = new Instruction?[256];

    static InstructionSet()
    {
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var code = (OpCode)field.GetValue(null)!;
            (code.Size == 1 ? OneByte : TwoByte)[code.Value & 0xFF] = new Instruction(code.Name!, code.OperandType);
        }
    }

    /// <summary>Reads the instruction at a position and moves past its code.</summary>
    /// <exception cref="BadImageFormatException">The byte is no instruction.</exception>
    public static Instruction Read(ReadOnlySpan<byte> body, ref int position)
    {
        var first = body[position++];
        var code = first == TwoByteLead ? TwoByte[body[position++]] : OneByte[first];
        return code ?? throw new BadImageFormatException(
            FormattableString.Invariant($"no instruction has code 0x{first:X2}, at byte {position - 1} of a method body."));
    }
}

/// <summary>One instruction.</summary>
/// <param name="Name">Its name in the standard.</param>
/// <param name="Operand">The kind of value that follows its code.</param>
internal sealed record Instruction(string Name, OperandType Operand);
