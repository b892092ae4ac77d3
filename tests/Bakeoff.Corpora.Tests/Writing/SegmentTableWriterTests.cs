using Bakeoff.Corpora.Writing;
using Parquet;
using Parquet.Schema;

namespace Bakeoff.Corpora.Tests.Writing;

public sealed class SegmentTableWriterTests
{
    [Fact]
    public async Task AddAsync_MoreRowsThanAGroup_AreReadBack()
    {
        const int Rows = 10_000;
        var cancellation = TestContext.Current.CancellationToken;
        using var stream = new MemoryStream();
        await using (var table = await SegmentTableWriter.CreateAsync(stream, ["one", "two"], cancellation))
        {
            for (var row = 0; row < Rows; row++)
            {
                await table.AddAsync($"{row % 7}.wav", row, row + 0.5, new float[] { row / 3f, -row }, cancellation);
            }
        }

        stream.Position = 0;
        await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellation);
        reader.Schema.Fields.Select(static field => field.Name).ShouldBe(["file", "start", "end", "one", "two"]);
        reader.RowGroupCount.ShouldBe(2);
        var (first, counts) = (0, 0L);
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var values = new float[group.RowCount];
            await group.ReadAsync<float>((DataField)reader.Schema.Fields[3], values, cancellationToken: cancellation);
            values[0].ShouldBe(first / 3f);
            values[^1].ShouldBe((first + values.Length - 1) / 3f);
            (first, counts) = (first + values.Length, counts + group.RowCount);
        }

        counts.ShouldBe(Rows);
    }
}
