namespace Bakeoff.Numerics;

public sealed partial class SeededRandom
{
    /// <summary>Writes the values in [0, 1) at words <paramref name="firstIndex"/>, <paramref name="firstIndex"/> + 1, ...; <see cref="Position"/> stays as it is.</summary>
    /// <param name="firstIndex">Word of the first value; parts filled separately join without a seam.</param>
    /// <param name="values">Receives what <see cref="SingleAt"/> gives for each index.</param>
    public void FillSingles(ulong firstIndex, Span<float> values)
    {
        var done = 0;
        while (done < values.Length)
        {
            var index = firstIndex + (ulong)done;
            if ((index & 3) != 0 || values.Length - done < 4)
            {
                values[done++] = SingleAt(index);
                continue;
            }

            var (x0, x1, x2, x3) = Philox.Block(index >> 2, _stream, _key);
            values[done] = ToSingle(x0);
            values[done + 1] = ToSingle(x1);
            values[done + 2] = ToSingle(x2);
            values[done + 3] = ToSingle(x3);
            done += 4;
        }
    }
}
