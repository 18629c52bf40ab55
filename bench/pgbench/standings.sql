-- A page of 50 places, from the index that holds everything it shows.
SELECT score, ms, who, label FROM place ORDER BY score DESC, ms, who LIMIT 50;
