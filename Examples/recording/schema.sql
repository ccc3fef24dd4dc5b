-- The shop's database as it stands before the recording: enough rows that a report is really slow.
CREATE ROLE checkout LOGIN;
CREATE ROLE reporting LOGIN;
CREATE ROLE exporter LOGIN IN ROLE pg_monitor;

CREATE TABLE products (id integer PRIMARY KEY, name text NOT NULL, cents integer NOT NULL);
CREATE TABLE carts (id integer PRIMARY KEY, customer integer NOT NULL);
CREATE TABLE cart_lines (cart integer NOT NULL, product integer NOT NULL, quantity integer NOT NULL,
                         PRIMARY KEY (cart, product));
CREATE TABLE orders (id bigserial PRIMARY KEY, key text UNIQUE, cart integer NOT NULL, cents integer NOT NULL,
                     placed timestamptz NOT NULL DEFAULT now(), receipt text);
CREATE TABLE order_lines (id bigserial PRIMARY KEY, "order" bigint NOT NULL, product integer NOT NULL, quantity integer NOT NULL);
-- Receipts are kept as they are, not compressed.
ALTER TABLE orders ALTER COLUMN receipt SET STORAGE EXTERNAL;

INSERT INTO products SELECT i, 'Article ' || i, 500 + i * 37 % 9500 FROM generate_series(1, 2000) i;
INSERT INTO carts SELECT i, i * 7 % 3000 FROM generate_series(1, 5000) i;
INSERT INTO cart_lines SELECT c, 1 + (c * 31 + l * 577) % 2000, 1 + (c + l) % 3
    FROM generate_series(1, 5000) c, generate_series(1, 3) l;
INSERT INTO orders (key, cart, cents, placed)
    SELECT 'seed-' || i, 1 + i % 5000, 1000 + i * 53 % 20000, now() - i * interval '1 minute' FROM generate_series(1, 40000) i;
INSERT INTO order_lines ("order", product, quantity)
    SELECT 1 + i % 40000, 1 + i * 13 % 2000, 1 + i % 4 FROM generate_series(1, 160000) i;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO checkout;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO checkout;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reporting;
ANALYZE;
