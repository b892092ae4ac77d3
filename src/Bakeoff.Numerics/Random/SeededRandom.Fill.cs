namespace Bakeoff.Numerics;

public sealed partial class SeededRandom
{
    /// <summary>
    /// Writes the values in [0, 1) at words <paramref name="firstIndex"/>, <paramref name="firstIndex"/> + 1, ...; <see cref="Position"/>
    /// stays as it is.
    /// </summary>
    /// <param name="firstIndex">Word of the first value; parts filled separately join without a seam.</param>
    /// <param name="values">Receives what <see cref="SingleAt"/> gives for each index.</param>
    public unsafe void FillSingles(ulong firstIndex, Span<float> values)
    {
        var done = 0;

        // Up to the first whole block.
        for (; done < values.Length && ((firstIndex + (ulong)done) & 3) != 0; done++)
        {
            values[done] = SingleAt(firstIndex + (ulong)done);
        }

        if (PhiloxLanes.Count > 0)
        {
            fixed (float* target = values)
            {
                for (; done <= values.Length - PhiloxLanes.Count; done += PhiloxLanes.Count)
                {
                    PhiloxLanes.Fill((firstIndex + (ulong)done) >> 2, _stream, _key, target + done);
                }
            }
        }

        for (; done <= values.Length - 4; done += 4)
        {
            var (x0, x1, x2, x3) = Philox.Block((firstIndex + (ulong)done) >> 2, _stream, _key);
            (values[done], values[done + 1], values[done + 2], values[done + 3]) = (ToSingle(x0), ToSingle(x1), ToSingle(x2), ToSingle(x3));
        }

        for (; done < values.Length; done++)
        {
            values[done] = SingleAt(firstIndex + (ulong)done);
        }
    }
}
