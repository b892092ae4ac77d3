namespace Bakeoff.Reports.Grammar;

/// <summary>Maps values of the data to pixels.</summary>
internal abstract class Scale
{
    /// <summary>Pixel of a value; not a number stays not a number.</summary>
    public abstract double Map(double value);

    /// <summary>Round values to label, at most about <paramref name="target"/> of them.</summary>
    public abstract IReadOnlyList<Tick> Ticks(int target);
}
