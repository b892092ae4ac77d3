namespace Bakeoff.Benchmarks.Comparison;

/// <summary>One row of the table: a piece of work, our way to do it and the peers'.</summary>
/// <param name="Name">Short name, what <c>--filter</c> looks at.</param>
/// <param name="Unit">Unit of the figures, such as <c>ms a clip</c>.</param>
/// <param name="UnitsPerSecond">What to multiply seconds by to get the unit, such as 1000.</param>
/// <param name="Ours">Prepares our side.</param>
/// <param name="Floor">Least ratio of the fastest peer's time to ours; <c>--check</c> fails below it.</param>
/// <param name="Peers">The others.</param>
internal sealed record Contest(
    string Name,
    string Unit,
    double UnitsPerSecond,
    Func<IWorkload> Ours,
    double Floor,
    IReadOnlyList<Peer> Peers);
