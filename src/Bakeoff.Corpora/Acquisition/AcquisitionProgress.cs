namespace Bakeoff.Corpora.Acquisition;

/// <summary>How far unpacking, hashing or fetching has come.</summary>
/// <param name="FilesDone">Files finished.</param>
/// <param name="FileCount">Files in all.</param>
/// <param name="BytesDone">Bytes finished.</param>
/// <param name="ByteCount">Bytes in all; null where the sender does not say.</param>
/// <param name="Current">The file at hand.</param>
public readonly record struct AcquisitionProgress(int FilesDone, int FileCount, long BytesDone, long? ByteCount, string Current);
