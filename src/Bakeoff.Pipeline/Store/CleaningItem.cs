namespace Bakeoff.Pipeline.Store;

/// <summary>Something in the store that nothing needs.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="LockName">Name of the lock that whoever uses it would hold; null when nobody can.</param>
/// <param name="Reason">The reason why it can go, in words.</param>
/// <param name="Bytes">Length of its files in all.</param>
public sealed record CleaningItem(string Folder, string? LockName, string Reason, long Bytes);
